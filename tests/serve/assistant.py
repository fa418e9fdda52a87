"""sayso mcp: JSON-RPC as it is, over standard input and output and over HTTP; then with a client of the official SDK (PyPI mcp), in an
environment of its own that is kept in the build folder. Where that cannot be had, it is left out, with a line."""
import json
import os
import subprocess
import sys
import tempfile

from server import PROGRAM, Server, add_told, made, need_model, run

ENVIRONMENT = os.path.join(os.environ.get("SAYSO_BUILD_FOLDER", tempfile.gettempdir()), "mcp-environment")
CLIENT = """
import asyncio, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main():
    server = StdioServerParameters(command=sys.argv[1], args=["mcp", "--ledger", sys.argv[2]])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        told = await session.initialize()
        name = (getattr(told, "server_info", None) or getattr(told, "serverInfo")).name
        assert name == "sayso", told
        tools = (await session.list_tools()).tools
        assert {"about", "who", "claim", "article"} <= {tool.name for tool in tools}, tools
        found = await session.call_tool("about", {"words": "dredger mooring"})
        text = found.content[0].text
        assert "claim 166" in text and "at least 2 independent origins" in text and "[statement 11:1" in text, text
        wrong = await session.call_tool("claim", {"claim": 999999})
        assert getattr(wrong, "is_error", None) or getattr(wrong, "isError", None), wrong
        await session.send_ping()
        print("the SDK's client lists", len(tools), "tools and calls them")

asyncio.run(main())
"""


def message(method, number=None, **parameters):
    return {"jsonrpc": "2.0", "method": method, **({"id": number} if number is not None else {}), **({"params": parameters} if parameters else {})}


def speak(ledger, *messages):
    lines = "".join((m if isinstance(m, str) else json.dumps(m)) + "\n" for m in messages)
    done = subprocess.run([PROGRAM, "mcp", "--ledger", ledger], input=lines.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def protocol(ledger):
    told = speak(ledger, message("initialize", 1, protocolVersion="2025-03-26", capabilities={}, clientInfo={"name": "t", "version": "1"}),
                 message("notifications/initialized"), message("ping", "two"), message("tools/list", 3), "", message("sing", 4), "{", "[]",
                 message("tools/call", 5, name="none"), {"jsonrpc": "2.0", "id": 6, "result": {}}, message("ping", 7.5),
                 message("initialize", 8, protocolVersion="1999-01-01"))
    assert [m.get("id") for m in told] == [1, "two", 3, 4, None, None, 5, None, 8], told
    assert told[0]["result"]["protocolVersion"] == "2025-03-26" and told[8]["result"]["protocolVersion"] == "2025-06-18"
    assert told[1]["result"] == {} and [m["error"]["code"] for m in told[3:8]] == [-32601, -32700, -32600, -32602, -32600]
    batches = speak(ledger, json.dumps([message("ping", 1), message("notifications/initialized"), message("sing", 2), 5, message("tools/list", 3)]),
                    json.dumps([message("notifications/initialized")]), json.dumps([message("initialize", 4, protocolVersion="2025-03-26")]),
                    json.dumps([[message("ping", 5)]]), json.dumps([message("ping", n) for n in range(21)]), message("ping", 6))
    assert [m.get("id") if isinstance(m, dict) else [x.get("id") for x in m] for m in batches] == [[1, 2, None, 3], [4], [None], None, 6], batches
    assert [m.get("error", {}).get("code") for m in batches[0]] == [None, -32601, -32600, None] and batches[1][0]["error"]["code"] == -32600
    fits = json.dumps(message("ping", 1))
    fits += " " * ((1 << 20) - len(fits))
    long = speak(ledger, fits, fits + " ", "x" * (5 << 20), message("ping", 2))
    assert [m.get("id") for m in long] == [1, None, None, 2] and [m["error"]["code"] for m in long[1:3]] == [-32600] * 2, long
    for tool in told[2]["result"]["tools"]:
        schema = tool["inputSchema"]
        assert schema["type"] == "object" and set(schema["required"]) <= set(schema["properties"]) and tool["description"], tool
        assert tool["annotations"]["readOnlyHint"] is True
    return told[2]["result"]["tools"]


def calls(ledger):
    def call(name, arguments):
        result = speak(ledger, message("tools/call", 1, name=name, arguments=arguments))[0]["result"]
        return result["isError"], result["content"][0]["text"]

    good = [("about", {"words": "dredger mooring"}, "claim 166: "), ("who", {"name": "Corvane", "limit": 2}, "actor #"),
            ("claim", {"claim": 166}, "Greyling & Tarn: deny"), ("claim", {"claim": 166, "limit": 50}, "Perhaps the same, counted nowhere"),
            ("statement", {"statement": "05-follow-up:2"}, "left its mooring on nine of the 212 days it billed for [statement 5:2, claim 60"),
            ("article", {"article": 5}, "Statements:"), ("talks", {}, " to "), ("talks", {"name": "Corvane"}, " to "),
            ("audit", {"article": "5"}, "named and"), ("events", {"who": "Quennerby"}, "denied by Rufus Quennerby"),
            ("events", {"type": "SUPPORT", "since": "2026-03-09"}, "[event "), ("events", {"country": "NOR"}, "No such event is told"), ("about", {"words": "zebra"}, "No statement has all of these words")]
    for name, arguments, words in good:
        failed, text = call(name, arguments)
        assert not failed and words in text, (name, arguments, text)
        assert len(text) < 22000, (name, len(text))
    bad = [("about", {}, "'words' is missing"), ("events", {"type": "SING"}, "no type"), ("events", {"status": "sung"}, "no status"),
           ("events", {"country": "Norway"}, "ISO 3166-1"), ("events", {"who": "Nobodyatall"}, ""), ("about", {"words": "x", "colour": "red"}, "'colour' is nothing"), ("claim", {"claim": 0}, "number"),
           ("about", {"words": "x", "since": "monday"}, "a day"), ("about", {"words": "x", "act": "sing"}, "an act"), ("who", {"name": "Nobodyatall"}, "nobody"),
           ("statement", {"statement": "5:999"}, "has no statement 999"), ("article", {"article": "/etc/passwd"}, ""),
           ("who", {"name": ""}, "missing"), *(("who", {"name": "x" * size + "é" * 60}, "nobody") for size in range(30, 42))]
    for name, arguments, words in bad:
        failed, text = call(name, arguments)
        assert failed and words in text, (name, arguments, text)
    return len(good) + len(bad)


def types(ledger, tools):
    """Each argument of each tool as each type: what the schema does not have is a mistake that names it, and no more."""
    values = {"string": "5:1", "integer": 5, "number": 5.5, "null": None, "array": ["x"], "object": {"x": 1}, "boolean": True}
    asked, told_wrong = [], 0
    for tool in tools:
        schema = tool["inputSchema"]["properties"]
        first = {name: 5 if "integer" in schema[name]["type"] else "5:1" for name in tool["inputSchema"]["required"]}
        for name, about in schema.items():
            asked += [(tool["name"], name, kind in about["type"], {**first, name: value}) for kind, value in values.items()]
    server = Server(ledger)
    inside = [json.loads(server.ask("/mcp", "POST", json.dumps(message("tools/call", i, name=tool, arguments=given)),
                                    Content_Type="application/json")[2]) for i, (tool, _, _, given) in enumerate(asked)]
    assert server.ask("/healthz")[0] == 200
    server.end()
    lines = speak(ledger, *(message("tools/call", i, name=tool, arguments=given) for i, (tool, _, _, given) in enumerate(asked)))
    for told in (lines, inside):
        assert len(told) == len(asked)
        for (tool, name, fits, given), reply in zip(asked, told):
            if fits:
                assert "result" in reply, (tool, given, reply)
            else:
                assert reply["error"]["code"] == -32602 and reply["error"]["message"].startswith(name + " must be "), (tool, given, reply)
                told_wrong += 1
    return told_wrong


def over_http(ledger):
    server = Server(ledger)
    kind = {"Content-Type": "application/json"}
    status, told, body = server.ask("/mcp", "POST", json.dumps(message("tools/call", 1, name="claim", arguments={"claim": 166})), **kind)
    assert status == 200 and told["content-type"] == "application/json" and b"Greyling" in body, (status, told, body)
    assert server.ask("/mcp", "POST", json.dumps(message("notifications/initialized")), **kind)[::2] == (202, b"")
    assert server.ask("/mcp", "POST", "{", **kind)[0] == 200 and server.ask("/mcp")[0] == 405
    assert server.ask("/mcp", "POST", "{}", Content_Type="text/plain")[0] == 400
    assert server.ask("/mcp", "POST", "{}", Origin="http://evil.example", **kind)[0] == 403
    server.end()


def official(ledger):
    python = os.path.join(ENVIRONMENT, "bin", "python")
    ready = subprocess.run([python, "-c", "import mcp"], capture_output=True).returncode == 0 if os.path.exists(python) else False
    if not ready:
        made_one = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], capture_output=True).returncode == 0
        ready = made_one and subprocess.run([python, "-m", "pip", "install", "--quiet", "mcp"], stdin=subprocess.DEVNULL,
                                            capture_output=True, timeout=240).returncode == 0
    if not ready:
        return "the official SDK cannot be had here, and was left out"
    done = subprocess.run([python, "-c", CLIENT, PROGRAM, ledger], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def main():
    need_model()
    with tempfile.TemporaryDirectory() as folder:
        ledger = made(folder, hostile=False)
        add_told(folder, ledger)
        before = run("stats", "--ledger", ledger)
        tools = protocol(ledger)
        count = calls(ledger)
        count += types(ledger, tools)
        over_http(ledger)
        told = official(ledger)
        assert run("stats", "--ledger", ledger) == before
    print(f"{len(tools)} tools, {count} calls; {told}")


main()
