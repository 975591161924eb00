using System.Runtime.CompilerServices;
using DynamicRpyc.Brine;
using DynamicRpyc.Formatters;
using DynamicRpyc.Foundation;

namespace DynamicRpyc.Boxing;

// What a .NET peer gets beyond RPyC: values under the extended labels.
internal sealed partial class Boxer
{
    private void WritePassed(OutgoingMessage message, Passed passed, int depth)
    {
        if (passed.Value is not { } value)
            Write(message, null, depth);
        else if (!passed.IsByValue)
            WritePlain(message, value, depth);
        else if (!peer.IsDotNet)
            Write(message, value, depth);
        else if (!TryWriteExact(message, value, depth) && !TryWriteDumpable(message.Writer, value))
            WriteObject(message.Writer, ByValueObjects.ToCopyable(value));
    }

    /// <summary>Writes what would lose its type, or go by reference, on the way to a Python peer. False for what goes to all peers alike.</summary>
    private bool TryWriteExact(OutgoingMessage message, object value, int depth)
    {
        var writer = message.Writer;
        var type = value.GetType();
        if (ExactScalars.Find(type) is { } scalar)
        {
            // A long that is no int arrives as one in any case.
            if (value is long wide && wide != (int)wide)
                return false;
            WriteKind(writer, scalar.Kind);
            scalar.Write(writer, value);
            return true;
        }
        switch (value)
        {
            case PyTuple or byte[] or INetref or IStandIn:
                return false;
            case Enum number when ExactEnums.CanWrite(number):
                WriteKind(writer, ExactKind.Enum);
                ExactEnums.Write(writer, number);
                return true;
            case Type named when FrameworkTypes.Include(named):
                WriteKind(writer, ExactKind.Type);
                writer.WriteString(TransferNames.Of(named));
                return true;
            case ITuple tuple when TransferTypes.IsExactTuple(type):
                CheckDepth(depth);
                WriteLabel(writer, Label.ExactTuple);
                writer.WriteTupleHeader(2);
                writer.WriteString(TransferNames.Of(type));
                WriteItems(message, tuple, depth);
                return true;
        }
        if (!TransferTypes.IsMarked(type))
            return false;
        WriteObject(writer, value);
        return true;
    }

    private void WriteObject(BrineWriter writer, object value)
    {
        WriteKind(writer, ExactKind.Object);
        _objects.Write(writer, value);
    }

    private static void WriteKind(BrineWriter writer, ExactKind kind)
    {
        WriteLabel(writer, Label.Exact);
        writer.WriteTupleHeader(2);
        writer.WriteInt((long)kind);
    }

    private static bool IsSameToDotNet(object? value) => value switch
    {
        null or int or string or bool or double => true,
        long wide => wide != (int)wide,
        PyTuple tuple => BrineValues.IsDumpable(tuple) && AreAllSameToDotNet(tuple),
        _ => ExactScalars.Find(value.GetType()) is null && value is not ITuple && BrineValues.IsDumpable(value),
    };

    private static bool AreAllSameToDotNet(PyTuple tuple)
    {
        foreach (var item in tuple.Items)
        {
            if (!IsSameToDotNet(item))
                return false;
        }
        return true;
    }
}
