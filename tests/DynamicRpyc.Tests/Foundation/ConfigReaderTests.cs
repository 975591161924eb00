using System.Net;
using DynamicRpyc.Foundation;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamicRpyc.Tests.Foundation;

/// <summary>"Also readable from a dictionary with RPyC's own snake_case names, where an unknown name is an error that lists the known ones."</summary>
internal sealed class ConfigReaderTests
{
    private static readonly IPEndPoint _local = new(IPAddress.Loopback, 1);
    private static readonly IPEndPoint _remote = new(IPAddress.Loopback, 2);
    private static readonly Action<object> _farewell = _ => { };

    private static RpycConfig Read(params (string Name, object? Value)[] settings) => RpycConfig.FromDictionary(settings.ToDictionary(pair => pair.Name, pair => pair.Value));

    /// <summary>Every name of RPyC, a value other than its default, and the property that it sets.</summary>
    private static IEnumerable<TestCaseData> Settings()
    {
        yield return Case("allow_safe_attrs", false, nameof(RpycConfig.AllowSafeAttributes), false);
        yield return Case("safe_attrs", new HashSet<string> { "a", "b" }, nameof(RpycConfig.SafeAttributes), new[] { "a", "b" });
        yield return Case("allow_exposed_attrs", false, nameof(RpycConfig.AllowExposedAttributes), false);
        yield return Case("exposed_prefix", "pub_", nameof(RpycConfig.ExposedPrefix), "pub_");
        yield return Case("allow_public_attrs", true, nameof(RpycConfig.AllowPublicAttributes), true);
        yield return Case("allow_all_attrs", true, nameof(RpycConfig.AllowAllAttributes), true);
        yield return Case("allow_getattr", false, nameof(RpycConfig.AllowGetAttribute), false);
        yield return Case("allow_setattr", true, nameof(RpycConfig.AllowSetAttribute), true);
        yield return Case("allow_delattr", true, nameof(RpycConfig.AllowDeleteAttribute), true);
        yield return Case("allow_pickle", true, nameof(RpycConfig.AllowPickle), true);
        yield return Case("include_local_traceback", false, nameof(RpycConfig.IncludeLocalTraceback), false);
        yield return Case("include_local_version", false, nameof(RpycConfig.IncludeLocalVersion), false);
        yield return Case("instantiate_custom_exceptions", true, nameof(RpycConfig.InstantiateCustomExceptions), true);
        yield return Case("import_custom_exceptions", true, nameof(RpycConfig.ImportCustomExceptions), true);
        yield return Case("instantiate_oldstyle_exceptions", true, nameof(RpycConfig.InstantiateOldStyleExceptions), true);
        yield return Case("propagate_SystemExit", true, nameof(RpycConfig.PropagateSystemExit), true);
        yield return Case("propagate_SystemExit_locally", false, nameof(RpycConfig.PropagateSystemExit), true);
        yield return Case("propagate_KeyboardInterrupt_locally", false, nameof(RpycConfig.PropagateKeyboardInterruptLocally), false);
        yield return Case("log_exceptions", false, nameof(RpycConfig.LogExceptions), false);
        yield return Case("debug", true, nameof(RpycConfig.Debug), true);
        yield return Case("logger", NullLogger.Instance, nameof(RpycConfig.Logger), NullLogger.Instance);
        yield return Case("sync_request_timeout", 1.5, nameof(RpycConfig.SyncRequestTimeout), TimeSpan.FromSeconds(1.5));
        yield return Case("sync_request_timeout", null, nameof(RpycConfig.SyncRequestTimeout), null);
        yield return Case("connid", "left", nameof(RpycConfig.ConnectionId), "left");
        yield return Case("credentials", 7, nameof(RpycConfig.Credentials), 7);
        yield return Case("endpoints", ((EndPoint)_local, (EndPoint)_remote), nameof(RpycConfig.Endpoints), ((EndPoint)_local, (EndPoint)_remote));
        yield return Case("before_closed", _farewell, nameof(RpycConfig.BeforeClosed), _farewell);
        yield return Case("close_catchall", true, nameof(RpycConfig.CloseCatchAll), true);

        static TestCaseData Case(string name, object? value, string property, object? expected) => new TestCaseData(name, value, property, expected).SetArgDisplayNames(name, property);
    }

    [TestCaseSource(nameof(Settings))]
    public void FromDictionary_namedSetting_setsItsPropertyAndNoOther(string name, object? value, string property, object? expected)
    {
        var config = Read((name, value));
        foreach (var other in typeof(RpycConfig).GetProperties().Where(each => each.GetMethod is { IsStatic: false }))
        {
            var actual = other.GetValue(config);
            if (other.Name == property)
                Assert.That(actual, expected is string[] names ? Is.EquivalentTo(names) : Is.EqualTo(expected));
            else
                Assert.That(actual, Is.EqualTo(other.GetValue(RpycConfig.Default)), other.Name);
        }
    }

    [Test]
    public void Names_everyName_hasACaseHere() =>
        Assert.That(Settings().Select(each => (string)each.Arguments[0]!).Append("bind_threads").Distinct(), Is.EquivalentTo(ConfigReader.Names));

    [Test]
    public void FromDictionary_nothing_isTheDefault() => Assert.That(Read(), Is.EqualTo(RpycConfig.Default));

    [Test]
    public void FromDictionary_unknownName_listsTheKnownOnes() =>
        Assert.That(() => Read(("allow_publik_attrs", true)), Throws.ArgumentException.With.Message.Contains("'allow_publik_attrs'").And.Message.Contains("allow_public_attrs").And.Message.Contains("sync_request_timeout"));

    [TestCase("allow_pickle", 1, "true or false")]
    [TestCase("exposed_prefix", null, "a string")]
    [TestCase("safe_attrs", "abc", "a collection of strings")]
    [TestCase("sync_request_timeout", "30", "a number of seconds")]
    [TestCase("sync_request_timeout", -1, "from 0 up")]
    [TestCase("logger", true, "an ILogger")]
    [TestCase("endpoints", 5, "a pair of EndPoints")]
    [TestCase("before_closed", "x", "Action<object>")]
    public void FromDictionary_wrongType_namesTheSettingAndWhatItTakes(string name, object? value, string wanted) =>
        Assert.That(() => Read((name, value)), Throws.ArgumentException.With.Message.Contains($"'{name}'").And.Message.Contains(wanted));

    [Test]
    public void FromDictionary_bothNamesOfSystemExit_isAnError() =>
        Assert.That(() => Read(("propagate_SystemExit", false), ("propagate_SystemExit_locally", true)), Throws.ArgumentException.With.Message.Contains("opposite"));

    [Test]
    public void FromDictionary_bindThreads_isAcceptedAsFalseOnly()
    {
        Assert.That(Read(("bind_threads", false)), Is.EqualTo(RpycConfig.Default));
        Assert.That(() => Read(("bind_threads", true)), Throws.TypeOf<NotSupportedException>().With.Message.Contains("thread ids"));
        Assert.That(() => Read(("bind_threads", 0)), Throws.ArgumentException);
    }
}
