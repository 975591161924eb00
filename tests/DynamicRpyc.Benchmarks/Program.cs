System.Console.WriteLine("DynamicRpyc benchmarks");
