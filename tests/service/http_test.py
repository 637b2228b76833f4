"""lihi serve over HTTP and WebSocket: what it answers, to whom, and what it leaves in its logs.

python3 http_test.py PROGRAM SOURCE_FOLDER; needs nothing but Python's own library."""

import base64
import collections
import hashlib
import http.client
import http.server
import json
import math
import os
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from urllib.parse import urlencode

program, source = sys.argv[1:3]
sample = lambda name: os.path.join(source, "samples", name)


def octets_of(path):
    with open(path, "rb") as file:
        return file.read()


def text_of(path):
    return octets_of(path).decode()


def records_of(path, *options):
    text = subprocess.run([program, "decode", "--events", "none", *options, path], capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


class Server:
    def __init__(self, more="", keep=None):
        self.folder = keep or tempfile.mkdtemp(prefix="lihi-http-")
        self.data = os.path.join(self.folder, "data")
        path = os.path.join(self.folder, "config.yaml")
        with open(path, "w") as config:
            config.write(f"data: {self.data}\nlisteners: [{{name: links, port: 0}}]\njsonl: [{{name: records}}]\n"
                         f"database: {{}}\n{more or 'http: {port: 0}'}\n")
        self.log = os.path.join(self.folder, "log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([program, "serve", path], stderr=log)
        for _ in range(500):
            told = re.search(r"listening on [^ ]*:(\d+)\n(?:.*\n)*?.* https?://127.0.0.1:(\d+)/", text_of(self.log))
            if told or self.process.poll() is not None:
                break
            time.sleep(0.02)
        assert told, text_of(self.log)
        self.port, self.http = int(told[1]), int(told[2])
        token = os.path.join(self.data, "token")
        self.token = text_of(token).strip() if os.path.exists(token) else None

    def deliver(self, octets):
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link:
            link.sendall(octets)
            link.shutdown(socket.SHUT_WR)
            while link.recv(65536):
                pass

    def ask(self, target, token=None, method="GET", headers=None, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
        token = self.token if token is None else token
        link.request(method, target, body=body, headers={**({"Authorization": "Bearer " + token} if token else {}), **(headers or {})})
        answer = link.getresponse()
        out = answer.status, dict(answer.getheaders()), answer.read()
        link.close()
        return out

    def get(self, target, token=None):
        status, _, body = self.ask(target, token)
        assert status == 200, (target.split("?")[0], status, body)
        return json.loads(body)

    def rows(self, **what):
        return self.get("/v1/records?" + urlencode(what, doseq=True))["records"]

    def wait_for(self, count, **what):
        for _ in range(500):
            if len(self.rows(limit=1000, **what)) >= count:
                return
            time.sleep(0.02)
        raise AssertionError("they do not come")

    def stop(self, keep=False):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        assert status == 0, (status, text_of(self.log)[-3000:])
        if not keep:
            shutil.rmtree(self.folder)


class WebSocket:
    """As much of RFC 6455 as a viewer needs."""

    def __init__(self, server, target, token=None, header=False):
        token = server.token if token is None else token
        self.link = socket.create_connection(("127.0.0.1", server.http), timeout=10)
        said = f"Authorization: Bearer {token}\r\n" if header else f"Sec-WebSocket-Protocol: lihi.live, lihi.token.{token}\r\n"
        self.link.sendall((f"GET {target} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{said}"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n").encode())
        self.held = b""
        while b"\r\n\r\n" not in self.held:
            more = self.link.recv(4096)
            assert more, self.held
            self.held += more
        head, self.held = self.held.split(b"\r\n\r\n", 1)
        self.status = int(head.split()[1])

    def read(self, size):
        while len(self.held) < size:
            more = self.link.recv(1 << 20)
            if not more:
                raise EOFError
            self.held += more
        out, self.held = self.held[:size], self.held[size:]
        return out

    def lines(self):
        """Of one message, which may come in several frames."""
        body, kind, last = b"", None, False
        while not last:
            opcode, last, more = self.frame()
            if opcode >= 8:
                return []
            kind, body = kind or opcode, body + more
        return [json.loads(line) for line in body.splitlines()]

    def frame(self):
        first, size = self.read(2)
        size &= 127
        if size == 126:
            size = struct.unpack(">H", self.read(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.read(8))[0]
        return first & 15, first & 128 != 0, self.read(size)

    def items(self, count):
        out, missed = [], 0
        while len(out) + missed < count:
            for line in self.lines():
                if "missed" in line:
                    missed += line["missed"]
                else:
                    out.append(line["item"])
        return out, missed

    def close(self):
        self.link.close()


def distance(a, b, c, d):
    """Metres on a sphere of 6371 km, by the law of cosines: not the formula of the program."""
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 6371000 * math.acos(min(1, math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)))


def everything(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from everything(each)
    elif isinstance(value, list):
        for each in value:
            yield from everything(each)
    else:
        yield value


class Story(unittest.TestCase):
    """The synthetic story, in one server that all look at."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.files = {name: octets_of(sample(name)) for name in ("story/hi2.ber", "story/hi3.ber", "hole/delivery.ber")}
        for octets in cls.files.values():
            cls.server.deliver(octets)
        cls.expected = {one["id"]: (name, one) for name in cls.files for one in records_of(sample(name), "--no-content")}
        cls.server.wait_for(len(cls.expected), kind="record")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def ids(self, **what):
        return {row["item"]["id"] for row in self.server.rows(limit=1000, kind="record", **what)}

    def expect(self, holds):
        return {id for id, (_, one) in self.expected.items() if holds(one)}

    def test_records_are_those_of_decode(self):
        for row in self.server.rows(limit=1000, kind="record"):
            one, (_, expected) = dict(row["item"]), self.expected[row["item"]["id"]]
            self.assertEqual({**one, "source": None}, {**expected, "source": None})
        self.assertEqual(self.ids(), set(self.expected))

    def test_filters(self):
        some = [one for _, one in self.expected.values()]
        for liid in {one["liid"] for one in some}:
            self.assertEqual(self.ids(liid=liid), self.expect(lambda one: one["liid"] == liid))
        both = sorted({one["liid"] for one in some})[:2]
        self.assertEqual(self.ids(liid=both), self.expect(lambda one: one["liid"] in both))
        for event in {one["event"] for one in some if "event" in one}:
            self.assertEqual(self.ids(event=event), self.expect(lambda one: one.get("event") == event))
        for cin in {one["cin"] for one in some if "cin" in one}:
            self.assertEqual(self.ids(cin=cin), self.expect(lambda one: one.get("cin") == cin))
        start, end = "2026-02-06T09:10:00Z", "2026-02-06T09:12:00.5Z"
        between = self.ids(**{"from": start, "to": end})
        self.assertTrue(between)
        self.assertEqual(between, self.expect(lambda one: start[:19] <= one.get("event_time", "") < end[:-1]))
        who = "447700900456"
        self.assertTrue(self.ids(identity=who))
        self.assertEqual(self.ids(identity=who), self.expect(
            lambda one: any(value == who for value in everything([one.get("target"), one.get("parties")]))))
        self.assertEqual(self.ids(cell="nr/001-01/19742722"), self.expect(
            lambda one: any(place.get("cell", {}).get("nci") == 19742722 for place in one.get("locations", []))))
        self.assertEqual(self.ids(q="keys both"), self.expect(
            lambda one: all(word in str(one.get("message", {}).get("text", "")).lower() for word in ("both", "keys"))))
        self.assertEqual(len(self.ids(q="keys both")), 1)
        self.assertEqual(self.ids(q='" OR (keys* NEAR'), set())  # words, not a language

    def test_near(self):
        def places(one):
            for place in one.get("locations", []):
                for at in (place.get("position"), place.get("site", {}).get("position")):
                    if at and "latitude" in at:
                        yield at["latitude"], at["longitude"]
                        return
        for metres in (10, 1000, 100000, 20000000):
            centre = (51.5, -0.12)
            self.assertEqual(self.ids(near=f"{centre[0]},{centre[1]},{metres}"), self.expect(
                lambda one: any(distance(*centre, *at) <= metres for at in places(one))))
        self.assertTrue(self.ids(near="51.5,-0.12,20000000"))

    def test_pages_have_each_row_once(self):
        for order in ("newest", "oldest"):
            rows, cursor = [], {}
            while True:
                page = self.server.get("/v1/records?" + urlencode({"limit": 4, "order": order, **cursor}))
                rows += page["records"]
                if "cursor" not in page:
                    break
                cursor = {"cursor": page["cursor"]}
            numbers = [int(row["number"]) for row in rows]
            self.assertEqual(numbers, sorted(set(numbers), reverse=order == "newest"))
            self.assertEqual({row["item"].get("id") for row in rows} - {None}, set(self.expected))
        status, headers, body = self.server.ask("/v1/records?limit=3", headers={"Accept": "application/x-ndjson"})
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-ndjson"))
        lines = [json.loads(line) for line in body.splitlines()]
        self.assertEqual([sorted(line) for line in lines], [["item", "number"]] * 3 + [["cursor"]])

    def test_octets_are_those_that_came(self):
        for id, (name, one) in self.expected.items():
            at = one["source"]["offset"]
            self.assertEqual(self.server.ask(f"/v1/records/{id}/raw")[2], self.files[name][at:at + one["source"]["length"]])
        inspected = subprocess.run([program, "inspect", "--colour", "never", sample("story/hi2.ber")], capture_output=True, text=True).stdout
        first = next(id for id, (name, one) in self.expected.items() if name == "story/hi2.ber" and one["source"]["offset"] == 0)
        tree = self.server.ask(f"/v1/records/{first}/tree")[2].decode()
        self.assertTrue(inspected.startswith(tree.rstrip("\n")))
        self.assertEqual(self.server.ask("/v1/records/0123456789/raw")[0], 404)

    def test_volumes(self):
        liid = "LIID-SAMPLE-0001"
        expected = collections.Counter()
        for _, one in self.expected.values():
            if one["liid"] == liid and one["kind"] == "cc":
                expected[one["event_time"][:16], one["cin"]] += one["content"]["length"]
        got = {(row["minute"][:16], row["cin"]): row["octets"] for row in self.server.get(f"/v1/volumes?liid={liid}")["volumes"]}
        self.assertEqual(got, dict(expected))

    def test_ledger(self):
        rows = self.server.get("/v1/ledger")["operators"][0]["rows"]
        verified = json.loads(subprocess.run([program, "verify", "--json", *[sample(name) for name in self.files]], capture_output=True,
                                             text=True).stdout)
        count = lambda rows: {(row["liid"], row["interface"], row.get("cin")): (row["pdus"], row["first"], row["last"], row["duplicates"]) for row in rows}
        self.assertEqual(count(rows), count(verified["series"]))

    def test_nothing_is_read_without_a_token(self):
        for path in json.loads(octets_of(os.path.join(source, "docs/openapi.json")))["paths"]:
            public = path in ("/healthz", "/readyz", "/v1/openapi.json")
            status = self.server.ask(path.replace("{id}", next(iter(self.expected))), token="")[0]
            self.assertEqual(status, 200 if public else 404 if path == "/v1/live" else 401, path)

    def test_the_description_is_what_there_is(self):
        described = json.loads(octets_of(os.path.join(source, "docs/openapi.json")))
        self.assertEqual(self.server.get("/v1/openapi.json"), described)
        id = next(iter(self.expected))
        values = {"liid": "LIID-SAMPLE-0001", "event": "x", "kind": "iri", "identity": "1", "cell": "x", "q": "x", "cin": "1",
                  "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "near": "0,0,1", "cursor": "1", "limit": "1", "order": "oldest"}
        for path, methods in described["paths"].items():
            if path == "/v1/live":
                continue
            target = path.replace("{id}", id)
            parameters = [one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"]
            needed = {one["name"]: values[one["name"]] for one in methods["get"].get("parameters", []) if one.get("required") and one["in"] == "query"}
            status, headers, body = self.server.ask(target + ("?" + urlencode(needed) if needed else ""))
            self.assertEqual(status, 200, path)
            content = methods["get"]["responses"]["200"]["content"]
            self.assertIn(headers["Content-Type"].split(";")[0], content)
            if "application/json" in content:
                self.check(json.loads(body), content["application/json"]["schema"], path)
            for name in parameters:
                self.assertEqual(self.server.ask(target + "?" + urlencode({**needed, name: values[name]}))[0], 200, (path, name))
            if path in ("/v1/records", "/v1/volumes"):
                for name in set(values) - set(parameters):
                    self.assertEqual(self.server.ask(target + "?" + urlencode({**needed, name: values[name]}))[0], 400, (path, name))
                self.assertEqual(self.server.ask(target + "?" + urlencode({**needed, "unknown": 1}))[0], 400)

    def check(self, value, schema, where):
        """The part of JSON Schema that the description uses."""
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
        known = {"type", "properties", "additionalProperties", "required", "items", "description", "minimum", "enum", "format"}
        self.assertLessEqual(set(schema), known)
        self.assertIsInstance(value, kinds[schema["type"]], where)
        if schema["type"] == "object":
            self.assertLessEqual(set(schema.get("required", [])), set(value), where)
            for name, each in value.items():
                if name in schema.get("properties", {}):
                    self.check(each, schema["properties"][name], where + "/" + name)
                else:
                    self.assertTrue(schema.get("additionalProperties", True), where + "/" + name)
        if schema["type"] == "array":
            for each in value:
                self.check(each, schema["items"], where + "/items")
        if "minimum" in schema:
            self.assertGreaterEqual(value, schema["minimum"])
        if "enum" in schema:
            self.assertIn(value, schema["enum"])

    def test_wrong_requests(self):
        ask = self.server.ask
        for target in ("/v1/records?limit=0", "/v1/records?limit=1001", "/v1/records?from=yesterday", "/v1/records?near=91,0,1", "/v1/records?cin=-1",
                       "/v1/records?cursor=x", "/v1/records?order=best", "/v1/records?event=a&event=b", "/v1/records?q=%00", "/v1/volumes",
                       "/v1/records?event=" + "x" * 300, "/v1/records?from=2026-13-01T00:00:00Z"):
            self.assertEqual(ask(target)[0], 400, target)
        self.assertEqual(ask("/v1/nothing")[0], 404)
        self.assertEqual(ask("/v1/records/../links")[0], 404)
        self.assertEqual(ask("/v1/records", method="DELETE")[0], 405)
        self.assertEqual(ask("/v1/records", method="POST")[1]["Allow"], "GET, HEAD")
        status, headers, body = ask("/v1/links", method="HEAD")
        self.assertEqual((status, body), (200, b""))
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Referrer-Policy"):
            self.assertIn(name, headers)

    def raw(self, octets, patience=15):
        """What comes back until the server closes; nothing for so long ends it too."""
        out = b""
        with socket.create_connection(("127.0.0.1", self.server.http), timeout=patience) as link:
            try:
                link.sendall(octets)
                while more := link.recv(65536):
                    out += more
            except (ConnectionError, socket.timeout):
                pass
        return out

    def test_hostile_requests(self):
        answer = lambda octets: self.raw(octets).split(b" ", 2)[1:2]
        self.assertEqual(answer(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 4000 + b"\r\n"), [b"431"])
        self.assertEqual(answer(b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n"), [b"431"])
        self.assertEqual(answer(b"POST /v1/records HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n"), [b"413"])
        self.assertEqual(answer(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(300)), [b"400"])
        # a request inside of another, by two lengths, or by one that is none
        inside = b"GET /v1/records HTTP/1.1\r\n\r\n"
        for head in (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: +5\r\n",
                     b"Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n"):
            self.assertEqual(self.raw(b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n0\r\n\r\n" + inside).count(b"HTTP/1.1 4"), 1, head)

    def test_slow_requests_end_and_hold_up_nobody(self):
        begun = time.monotonic()
        slow = [socket.create_connection(("127.0.0.1", self.server.http), timeout=15) for _ in range(40)]
        for link in slow:
            link.sendall(b"GET /v1/links HTTP/1.1\r\nX: ")
        self.assertEqual(self.server.ask("/healthz")[0], 200)
        while time.monotonic() - begun < 5:
            time.sleep(1)
            for link in slow:
                link.sendall(b"a")
        for link in slow:
            try:
                self.assertEqual(link.recv(100), b"")
            except ConnectionError:
                pass
            link.close()
        self.assertLess(time.monotonic() - begun, 14)

    def test_zz_no_identity_is_in_logs_metrics_or_audit(self):
        identities = {str(value) for _, one in self.expected.values() for value in everything([one.get("target"), one.get("parties"), one.get("message")])
                      if isinstance(value, (str, int)) and len(str(value)) >= 8 and not isinstance(value, bool)}
        words = {"originating", "terminating", "succeeded", "calling_line"}
        places = {"log": text_of(self.server.log), "metrics": self.server.ask("/metrics")[2].decode(),
                  "audit": text_of(os.path.join(self.server.data, "audit.jsonl")), "alarms": self.server.ask("/v1/alarms")[2].decode(),
                  "links": self.server.ask("/v1/links")[2].decode()}
        self.assertGreater(len(identities), 10)
        for one in identities - words:
            for name, text in places.items():
                self.assertNotIn(one, text, name)

    def test_live(self):
        viewer, one_kind = WebSocket(self.server, "/v1/live"), WebSocket(self.server, "/v1/live?event=sms.message", header=True)
        self.assertEqual((viewer.status, one_kind.status), (101, 101))
        time.sleep(0.2)
        self.server.deliver(self.files["story/hi2.ber"])
        expected = [one for name, one in self.expected.values() if name == "story/hi2.ber"]
        records = []
        while len(records) < len(expected):  # and events: they came before
            records += [line["item"]["id"] for line in viewer.lines() if "id" in line["item"]]
        self.assertEqual(records, [one["id"] for one in expected])
        messages, _ = one_kind.items(sum(one.get("event") == "sms.message" for one in expected))
        self.assertEqual({one["event"] for one in messages}, {"sms.message"})
        for each in (viewer, one_kind):
            each.close()
        for target, token, status in (("/v1/live", "wrong", 401), ("/v1/live?unknown=1", None, 400), ("/v1/links", None, 404)):
            refused = WebSocket(self.server, target, token)
            self.assertEqual(refused.status, status)
            refused.close()


def token_of(name):
    return hashlib.sha256(name.encode()).hexdigest()


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        user = lambda name, role, more="": f"{{name: {name}, role: {role}, token_sha256: {hashlib.sha256(token_of(name).encode()).hexdigest()}{more}}}"
        cls.server = Server("http: {port: 0, users: [" + ", ".join([
            user("root", "administrator"), user("net", "operator"), user("audit", "auditor"),
            user("one", "viewer", ", liids: [LIID-SAMPLE-0001]"), user("two", "viewer", ", liids: [LIID-ELSEWHERE]")]) + "]}")
        cls.server.deliver(octets_of(sample("story/hi2.ber")))
        cls.server.token = token_of("root")
        cls.server.wait_for(12, kind="iri")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_each_sees_what_its_role_may(self):
        id = self.server.rows(kind="iri", limit=1)[0]["item"]["id"]
        allowed = {"/v1/records": "root one two", f"/v1/records/{id}": "root one", f"/v1/records/{id}/raw": "root one", f"/v1/records/{id}/tree": "root one",
                   "/v1/records?liid=LIID-SAMPLE-0001": "root one", "/v1/volumes?liid=LIID-SAMPLE-0001": "root one", "/v1/links": "root net",
                   "/v1/alarms": "root net", "/v1/ledger": "root net", "/metrics": "root net", "/v1/audit": "root audit"}
        for target, names in allowed.items():
            for name in ("root", "net", "audit", "one", "two"):
                status = self.server.ask(target, token_of(name))[0]
                if name in names.split():
                    self.assertEqual(status, 200, (target, name))
                else:  # to a viewer, what it may not see is not there
                    self.assertIn(status, (403, 404) if name == "two" else (403,), (target, name))
        self.assertEqual(self.server.get("/v1/records", token_of("two"))["records"], [])
        self.assertEqual(len(self.server.get("/v1/records?kind=iri", token_of("one"))["records"]), 12)

    def test_viewers_see_their_own_live(self):
        one, two = (WebSocket(self.server, "/v1/live", token=token_of(name)) for name in ("one", "two"))
        for target, name in (("/v1/live?liid=LIID-SAMPLE-0001", "two"), ("/v1/live", "net")):
            refused = WebSocket(self.server, target, token=token_of(name))
            self.assertEqual(refused.status, 403)
            refused.close()
        time.sleep(0.2)
        self.server.deliver(octets_of(sample("story/hi2.ber")))
        self.assertEqual({item["liid"] for item in one.items(10)[0]}, {"LIID-SAMPLE-0001"})
        two.link.settimeout(0.5)
        with self.assertRaises(socket.timeout):
            two.lines()
        one.close(), two.close()

    def test_reads_are_audited(self):
        path = os.path.join(self.server.data, "audit.jsonl")
        before = len(text_of(path).splitlines()) if os.path.exists(path) else 0
        id = self.server.get("/v1/records?kind=iri&limit=1", token_of("one"))["records"][0]["item"]["id"]
        self.server.ask(f"/v1/records/{id}/raw", token_of("one"))
        self.server.ask("/v1/links", token_of("net"))  # no content
        lines = [json.loads(line) for line in text_of(path).splitlines()[before:]]
        self.assertEqual([(line["who"], line["what"], line["records"], line["from"]) for line in lines],
                         [("one", "records", [id], "127.0.0.1"), ("one", "raw", [id], "127.0.0.1")])
        verify = lambda: subprocess.run([program, "audit", "verify", path], capture_output=True, text=True)
        self.assertEqual(verify().returncode, 0)
        text = text_of(path)
        for changed in (text.replace('"one"', '"two"', 1), text[text.index("\n") + 1:], "\n".join(text.split("\n")[:1] + text.split("\n")[2:])):
            other = os.path.join(self.server.folder, "changed")
            with open(other, "w") as file:
                file.write(changed)
            self.assertEqual(subprocess.run([program, "audit", "verify", other], capture_output=True).returncode, 1)

    def test_zz_guessing_is_slowed_down(self):
        link = lambda token: self.server.ask("/v1/links", token)[0]
        self.assertEqual([link("wrong") for _ in range(12)], [401] * 10 + [429] * 2)
        self.assertEqual(link(token_of("net")), 429)  # whoever it is, from there


class Reload(unittest.TestCase):
    """SIGHUP: users come and go, and who is none any more sees nothing from then on."""

    def users(self, *names, port=0):
        each = [f"{{name: {name}, role: administrator, token_sha256: {hashlib.sha256(token_of(token).encode()).hexdigest()}}}" for name, token in names]
        return f"http: {{port: {port}, users: [{', '.join(each)}]}}"

    def again(self, server, config):
        path = os.path.join(server.folder, "config.yaml")
        text = text_of(path)
        with open(path, "w") as file:
            file.write(text[:text.index("http:")] + config + "\n")
        server.process.send_signal(signal.SIGHUP)

    def until(self, server, token, status):
        for _ in range(500):
            if server.ask("/v1/links", token_of(token))[0] == status:
                return
            time.sleep(0.02)
        raise AssertionError(f"{token} does not get {status}")

    def test_users_come_and_go(self):
        server = Server(self.users(("stays", "stays"), ("goes", "goes"), ("changes", "old")))
        try:
            server.token = token_of("stays")
            stays, goes, changes = (WebSocket(server, "/v1/live?kind=iri", token=token_of(name)) for name in ("stays", "goes", "old"))
            server.deliver(octets_of(sample("story/hi2.ber")))
            for each in (stays, goes, changes):
                self.assertTrue(each.items(12)[0])
            self.again(server, self.users(("stays", "stays"), ("comes", "comes"), ("changes", "new")))
            for token, status in (("goes", 401), ("comes", 200), ("old", 401), ("new", 200), ("stays", 200)):
                self.until(server, token, status)
            server.deliver(octets_of(sample("story/hi2.ber")))
            self.assertEqual(len(stays.items(12)[0]), 12)
            for each in (goes, changes):
                with self.assertRaises((EOFError, ConnectionResetError)):
                    each.read(1)
            # users of another address are not those of this one
            self.again(server, self.users(("elsewhere", "elsewhere"), port=1))
            for _ in range(500):
                if "another address, port or TLS needs a restart" in text_of(server.log):
                    break
                time.sleep(0.02)
            self.assertIn("another address, port or TLS needs a restart", text_of(server.log))
            self.assertEqual(server.ask("/v1/links", token_of("elsewhere"))[0], 401)
            self.until(server, "stays", 200)
            for each in (stays, goes, changes):
                each.close()
        finally:
            server.stop()


class Faults(unittest.TestCase):
    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.server.stop()

    def test_metrics(self):
        octets = octets_of(sample("story/hi2.ber"))
        self.server.deliver(octets)
        self.server.wait_for(15)
        text = self.server.ask("/metrics")[2].decode()
        kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
        for line in text.splitlines():
            if not line.startswith("#"):
                found = re.fullmatch(r'(lihi_[a-z_]+)(\{[a-z]+="[^"\\]*"\})? [0-9.e+-]+', line)
                self.assertTrue(found, line)
                self.assertEqual(found[1].endswith("_total"), kinds[found[1]] == "counter", line)
        self.assertIn(f"\nlihi_received_octets_total {len(octets)}\n", text)
        self.assertIn('\nlihi_items_total{kind="record"} 15\n', text)

    def test_a_locked_database_holds_up_nothing_else(self):
        self.server.deliver(octets_of(sample("story/hi2.ber")))
        self.server.wait_for(15)
        other = sqlite3.connect(os.path.join(self.server.data, "records.db"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.server.deliver(octets_of(sample("story/hi3.ber")))
        alarmed = []
        for _ in range(400):
            alarmed = [one for one in self.server.get("/v1/alarms")["alarms"] if one["name"] == "sink database" and one["active"]]
            if alarmed:
                break
            time.sleep(0.02)
        self.assertTrue(alarmed)
        lines = sum(len(text_of(os.path.join(self.server.data, "records", name)).splitlines()) for name in os.listdir(os.path.join(self.server.data, "records")))
        self.assertEqual(lines, 21)
        self.assertEqual(len(self.server.rows(limit=1000)), 15)
        other.execute("ROLLBACK")
        self.server.wait_for(21)
        self.assertFalse([one for one in self.server.get("/v1/alarms")["alarms"] if one["active"]])

    def test_a_slow_viewer_is_told_what_it_missed(self):
        delivery = os.path.join(self.server.folder, "day.ber")
        subprocess.run([program, "synth", "--subscribers", "300", "--to", delivery], capture_output=True, check=True)
        made = len(records_of(delivery, "--no-detail", "--no-content"))
        slow, quick = WebSocket(self.server, "/v1/live"), WebSocket(self.server, "/v1/live?event=access.attach")
        time.sleep(0.2)
        self.server.deliver(octets_of(delivery))
        self.assertEqual(len(quick.items(300)[0]), 300)
        time.sleep(2)
        items, missed = slow.items(made)
        self.assertGreater(missed, 0)
        self.assertEqual(len(items) + missed, made)
        slow.close(), quick.close()

    def test_records_outlive_a_restart(self):
        self.server.deliver(octets_of(sample("story/hi2.ber")))
        self.server.wait_for(15)
        before, token = self.server.rows(limit=1000), self.server.token
        self.server.stop(keep=True)
        self.server = Server(keep=self.server.folder)
        self.assertEqual(self.server.token, token)
        self.assertEqual(self.server.rows(limit=1000), before)
        id = next(row["item"]["id"] for row in before if "id" in row["item"])
        self.assertEqual(self.server.ask(f"/v1/records/{id}/raw")[0], 200)


class Sinks(unittest.TestCase):
    """Streams and hooks: each item at least once and in order, whatever breaks."""

    def run_with(self, config, more=(), until=lambda alarms: True):
        server = Server("http: {port: 0}\n" + config)
        try:
            for name in ("story/hi2.ber", "story/hi3.ber", "story/hi2.ber"):
                server.deliver(octets_of(sample(name)))
                time.sleep(0.5)
            server.wait_for(36)
            expected = [row["item"] for row in server.rows(limit=1000, order="oldest")]
            for _ in range(1000):
                if all(one() >= len(expected) for one in more):
                    break
                time.sleep(0.02)
            for _ in range(1000):
                alarms = server.get("/v1/alarms")["alarms"]
                if until(alarms):
                    break
                time.sleep(0.02)
        finally:
            server.stop()
        return expected, alarms

    def check(self, got, expected):
        self.assertEqual([line for i, line in enumerate(got) if line not in got[:i]], expected)

    def test_a_stream_whose_reader_breaks_off(self):
        for unix in (False, True):
            got, breaks = [], [True, True]
            folder = tempfile.mkdtemp()
            with socket.socket(socket.AF_UNIX if unix else socket.AF_INET) as port:
                port.bind(os.path.join(folder, "in") if unix else ("127.0.0.1", 0))
                port.listen()

                def serve():
                    while True:
                        try:
                            link = port.accept()[0]
                        except OSError:
                            return
                        # what it has read it keeps; a break is when nothing came for a while
                        link.settimeout(0.2 if breaks.pop(0) else None) if breaks else None
                        held = b""
                        with link:
                            try:
                                while more := link.recv(65536):
                                    held += more
                            except socket.timeout:
                                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                            got.extend(json.loads(line) for line in held.splitlines(True) if line.endswith(b"\n"))

                threading.Thread(target=serve, daemon=True).start()
                where = f"unix: {folder}/in" if unix else f"port: {port.getsockname()[1]}"
                over = lambda alarms: [one for one in alarms if one["name"] == "sink out" and not one["active"]]
                expected, alarms = self.run_with(f"streams: [{{name: out, {where}}}]", until=over)
                for _ in range(200):
                    if len(got) >= len(expected):
                        break
                    time.sleep(0.02)
                self.check(got, expected)
                self.assertTrue(over(alarms))
            shutil.rmtree(folder)

    def test_a_hook_that_fails_at_first(self):
        got, answers, tokens = [], [500, 302, 0, 200, 503], set()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                tokens.add((self.path, self.headers["Authorization"], self.headers["Content-Type"]))
                answer = answers.pop(0) if answers else 204
                if answer // 100 == 2:
                    got.extend(json.loads(line) for line in body.splitlines())
                if answer == 0:  # without a word
                    self.close_connection = True
                    return
                self.send_response(answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as other, tempfile.NamedTemporaryFile("w") as token:
            token.write("secret\n")
            token.flush()
            threading.Thread(target=other.serve_forever, daemon=True).start()
            expected, alarms = self.run_with(
                f"hooks: [{{name: out, url: 'http://127.0.0.1:{other.server_address[1]}/in?a=b', token_file: {token.name}}}]", [lambda: len(got)])
            other.shutdown()
        self.check(got, expected)
        self.assertEqual(tokens, {("/in?a=b", "Bearer secret", "application/x-ndjson")})
        self.assertTrue([one for one in alarms if one["name"] == "sink out" and one["times"] >= 3])

    def test_one_that_is_not_there_holds_up_nothing(self):
        expected, alarms = self.run_with("streams: [{name: gone, unix: /nowhere/at/all}]\nhooks: [{name: closed, url: 'http://127.0.0.1:1/'}]")
        self.assertGreaterEqual(len(expected), 36)
        self.assertEqual({one["name"] for one in alarms if one["active"]}, {"sink gone", "sink closed"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
