"""Runs every function scene_* of a script, in the order in which they are written, and prints one line of JSON for each: its name and what went wrong.

The C# test that runs the script makes one test of each line, so a scene that fails leaves the others standing.
"""
import json
import sys
import traceback


def run(namespace, *arguments):
    for name, scene in list(namespace.items()):
        if not name.startswith("scene_"):
            continue
        try:
            scene(*arguments)
            error = None
        except BaseException:
            error = traceback.format_exc()
        print(json.dumps({"scene": name[len("scene_"):], "error": error}), flush=True)
    sys.exit(0)


def check(actual, expected):
    if type(expected) is bool and type(actual) is not bool:
        raise AssertionError("%r of type %s instead of %r" % (actual, type(actual), expected))
    if not (actual == expected):
        raise AssertionError("%r instead of %r" % (actual, expected))


def raises(error, function, *args, **kwargs):
    """Gives the exception that the call raised, which must be of exactly this class or derived from it."""
    try:
        result = function(*args, **kwargs)
    except error as caught:
        return caught
    raise AssertionError("%r instead of %s" % (result, error))


def says(error, text, function, *args, **kwargs):
    """The call raises the error, and its message, without the remote trace, is this text to the letter."""
    caught = raises(error, function, *args, **kwargs)
    message = str(caught.args[0] if isinstance(caught, KeyError) else caught).split("\n\n========= Remote Traceback")[0]
    if message != text:
        raise AssertionError("%r instead of %r" % (message, text))
