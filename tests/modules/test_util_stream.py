# ruff: noqa: E501 - scripts of the guest stand on one line of a table
"""@ohos.util.stream: what subclasses and listeners see (commonlibrary_ets_utils js_util_module/stream)."""

from __future__ import annotations

import pytest

STREAM = """
const stream = require('@ohos.util.stream').default;
const wait = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
class Sink extends stream.Writable {
  seen = [];
  doWrite(chunk, encoding, done) { this.seen.push(chunk); setTimeout(done, 1); }
}
class Source extends stream.Readable {
  doInitialize() { this.left = ['one', 'two', 'three']; }
  doRead() { this.push(this.left.shift() ?? null); }
}
"""


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param(
            "const sink = new Sink(); for (const text of ['a', 'b', 'c']) sink.write(text); await wait(); return sink.seen;",
            ["a", "b", "c"],
            id="writes wait for each other",
        ),
        pytest.param(
            "const sink = new Sink(); sink.cork(); sink.write('a'); const held = sink.seen.length; sink.uncork();"
            "await wait(); return [held, sink.seen];",
            [0, ["a"]],
            id="cork holds back",
        ),
        pytest.param(
            "const sink = new Sink(); const events = []; for (const name of ['close', 'finish', 'drain'])"
            " sink.on(name, () => events.push(name)); sink.end('last'); await wait();"
            "return [sink.seen, events, sink.writableEnded, sink.writableFinished];",
            [["last"], ["close", "finish"], True, True],
            id="end",
        ),
        pytest.param(
            "const sink = new Sink(); const errors = []; sink.on('error', ({ data }) => errors.push(data.code));"
            "sink.end(); await wait(); sink.write('late'); await wait(); return errors;",
            [10200036],
            id="write after end",
        ),
        pytest.param(
            "const source = new Source(); const seen = []; source.on('data', ({ data }) => seen.push(data));"
            "source.on('end', () => seen.push('end')); await wait(); return seen;",
            ["one", "two", "three", "end"],
            id="data and end",
        ),
        pytest.param(
            "const source = new Source(); const sink = new Sink(); source.pipe(sink); await wait(); return sink.seen;",
            ["one", "two", "three"],
            id="pipe",
        ),
        pytest.param(
            "const source = new Source(); source.on('readable', () => {}); await wait(); return source.read();",
            "onetwothree",
            id="readable gathers",
        ),
        pytest.param(
            "const source = new stream.Readable({ doRead() { this.push(Uint8Array.of(0xe4, 0xbd)); this.doRead = () => {};"
            " this.push(Uint8Array.of(0xa0)); this.push(null); } }); let seen = '';"
            "source.on('data', ({ data }) => { seen += data; }); await wait(); return seen;",
            "你",
            id="a character in two pieces",
        ),
        pytest.param(
            "class Upper extends stream.Transform { doTransform(chunk, encoding, done) { this.push(chunk.toUpperCase()); done(); } }"
            "const upper = new Upper(); const seen = []; upper.on('data', ({ data }) => seen.push(data)); upper.write('ab');"
            "await wait(); return seen;",
            ["AB"],
            id="transform",
        ),
        pytest.param(
            "try { new Sink().write(5); } catch (error) { return error.code; }", 401, id="neither text nor bytes"
        ),
        pytest.param(
            "const bare = new stream.Readable(); const errors = []; bare.on('error', ({ data }) => errors.push(data.code));"
            "bare.read(); await wait(); return errors;",
            [10200038],
            id="no doRead",
        ),
        pytest.param(
            "const { createHash, hash } = require('@ohos.file.hash').default; write('/work/a', 'abc'); const sum = createHash('sha256');"
            "const from = fs.createReadStream('/work/a'); from.pipe(sum); await wait(50);"
            "return sum.digest() === await hash('/work/a', 'sha256');",
            True,
            id="a file piped into a HashStream",
        ),
    ],
)
def test_what_a_stream_does(realm, source: str, value: object) -> None:
    assert realm.run(STREAM + source) == value
