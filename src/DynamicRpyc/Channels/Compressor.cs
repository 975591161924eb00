using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace DynamicRpyc.Channels;

/// <summary>zlib streams (RFC 1950) of single frames. Pure; any thread.</summary>
internal static class Compressor
{
    private const int ChecksumLength = 4;

    /// <summary>Two bytes of header, one block at least, and the checksum.</summary>
    private const int MinLength = 2 + 1 + ChecksumLength;
    /// <summary>Decompresses into a pooled array, whose owner is the caller.</summary>
    /// <exception cref="ProtocolException">The data is not one whole zlib stream, or grows past <paramref name="maxLength"/>.</exception>
    internal static byte[] Inflate(ReadOnlySpan<byte> compressed, int maxLength, out int length)
    {
        var source = ArrayPool<byte>.Shared.Rent(Math.Max(1, compressed.Length));
        compressed.CopyTo(source);
        // zlib's best is about 1:1030, so starting at four times the input wastes little on either side.
        var result = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(compressed.Length * 4L, 1024, Math.Max(1024, Math.Min(maxLength, 1 << 20))));
        length = 0;
        try
        {
            using var stream = new ZLibStream(new MemoryStream(source, 0, compressed.Length, writable: false), CompressionMode.Decompress);
            while (true)
            {
                if (length == result.Length)
                    result = Grow(result, length);
                var count = stream.Read(result, length, result.Length - length);
                if (count == 0)
                    break;
                length += count;
                if (length > maxLength)
                {
                    throw new ProtocolException(
                        $"A compressed frame of {compressed.Length:N0} bytes grows past {maxLength:N0} ({nameof(RpycConfig)}.{nameof(RpycConfig.Limits)}.{nameof(RpycLimits.MaxDecompressedLength)}).");
                }
            }
            if (compressed.Length < MinLength || Adler32(result.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32BigEndian(compressed[^ChecksumLength..]))
                throw new ProtocolException("A compressed frame is not one whole zlib stream: it is cut short, or something follows it.");
            return result;
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(result);
            if (e is InvalidDataException)
                throw new ProtocolException($"A frame marked as compressed is not a zlib stream: {e.Message}", e);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    /// <summary>Compresses at level 1, as RPyC does, into a pooled array; null where it would not get shorter.</summary>
    internal static byte[]? Deflate(ReadOnlySpan<byte> data, out int length)
    {
        var result = ArrayPool<byte>.Shared.Rent(data.Length);
        var target = new MemoryStream(result, 0, data.Length);
        try
        {
            using (var stream = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
                stream.Write(data);
            length = (int)target.Position;
            return result;
        }
        catch (NotSupportedException)
        {
            // The fixed target is full: the data does not compress.
            ArrayPool<byte>.Shared.Return(result);
            length = 0;
            return null;
        }
    }

    /// <summary>
    /// The checksum that ends a zlib stream. <see cref="ZLibStream"/> checks it when it gets there, but takes a stream that simply stops for one that has ended.
    /// </summary>
    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint Modulus = 65521;

        // So many bytes can be summed up before 32 bits overflow.
        const int Run = 5552;
        uint a = 1, b = 0;
        while (!data.IsEmpty)
        {
            var run = data[..Math.Min(Run, data.Length)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            data = data[run.Length..];
        }
        return (b << 16) | a;
    }

    private static byte[] Grow(byte[] old, int used)
    {
        var bigger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, used * 2L));
        old.AsSpan(0, used).CopyTo(bigger);
        ArrayPool<byte>.Shared.Return(old);
        return bigger;
    }
}
