"""Lends a book of a library that lives on a conductor: plain Thrift, JSON, and nothing of Attacca's but conductor.thrift.

thrift --gen py conductor.thrift
python3 library.py 127.0.0.1 7400 compact
"""
import json
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gen-py"))

from attacca import Conductor
from attacca.ttypes import Call, Context, Hello, WireFault
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.transport.TSocket import TSocket
from thrift.transport.TTransport import TFramedTransport

PROTOCOLS = {"binary": TBinaryProtocol, "compact": TCompactProtocol}
# The versions that this program understands: the conductor answers in these, however new it is.
MANIFEST = {"Author": "1.0", "Book": "1.1"}


def call(body):
    context = Context(requestId="library.py")
    return Call(type=0, method=0, deadlineMillis=10000, context=context, body=json.dumps(body).encode())


def new(name, /, **fields):
    return {
        "versioned_object.name": name,
        "versioned_object.namespace": "attacca",
        "versioned_object.version": MANIFEST[name],
        "versioned_object.data": fields,
        "versioned_object.changes": sorted(fields),
    }


class Library:
    def __init__(self, host, port, protocol):
        self.transport = TFramedTransport(TSocket(host, port))
        self.protocol = PROTOCOLS[protocol](self.transport)
        self.conductor = Conductor.Client(self.protocol)

    def hello(self):
        return self.conductor.hello(
            Hello(minProtocol=1, maxProtocol=1, schemaHash=b"", knownSchemas=[], codecs=["json"], peer="library.py")
        )

    def act(self, target, method, *args):
        """Calls a method of an object, and brings the object up to date."""
        body = {"object": target, "method": method, "args": args, "manifest": MANIFEST}
        reply = json.loads(self.conductor.act(call(body)).body)
        updates = reply.get("updates", {})
        target["versioned_object.data"].update(updates.get("data", {}))
        target["versioned_object.changes"] = updates.get("changes", target.get("versioned_object.changes", []))
        return reply.get("result")

    def query(self, name, method, *args):
        """Calls a method of a class."""
        body = {"class": name, "method": method, "args": args, "manifest": MANIFEST}
        return json.loads(self.conductor.query(call(body)).body).get("result")

    def send_query(self, seqid, name, method, *args):
        """Sends such a call and does not wait: as many can be under way as Welcome.maxInFlight says."""
        self.conductor._seqid = seqid
        body = {"class": name, "method": method, "args": args, "manifest": MANIFEST}
        self.conductor.send_query(call(body))

    def next_answer(self):
        """The next answer to arrive, whichever it is: answers come in any order and are told apart by their seqid."""
        _, _, seqid = self.protocol.readMessageBegin()
        result = Conductor.query_result()
        result.read(self.protocol)
        self.protocol.readMessageEnd()
        if result.fault is not None:
            raise result.fault
        return seqid, json.loads(result.success.body).get("result")


def main(host, port, protocol, isbn="978-0-441-17271-9"):
    library = Library(host, int(port), protocol)
    library.transport.open()

    library.conductor.ping()
    print("ping: answered")
    try:
        library.query("Book", "by_isbn", isbn)
    except WireFault as fault:
        print("before hello:", fault.code)
    welcome = library.hello()
    print("hello: protocol", welcome.protocol, "codec", welcome.codec)

    author = new("Author", name="Frank Herbert")
    library.act(author, "create")
    book = new("Book", isbn=isbn, title="Dune", copies=2, author_uuid=author["versioned_object.data"]["uuid"])
    library.act(book, "create")
    print("created:", json.dumps(book["versioned_object.data"]["title"]), "unsaved", book["versioned_object.changes"])

    found = library.query("Book", "by_isbn", isbn)
    print("found: version", found["versioned_object.version"], "copies", found["versioned_object.data"]["copies"])
    print("nobody has it:", library.query("Book", "by_isbn", "none"))

    print("lent: left", library.act(book, "lend"), "here", book["versioned_object.data"]["copies"])
    try:
        library.act(found, "lend")  # read before the other copy went
    except WireFault as fault:
        print("refused:", fault.code, "applied" if fault.outcome else "not applied", fault.message)

    for seqid in 7, 8, 9:
        library.send_query(seqid, "Book", "by_isbn", isbn if seqid == 8 else "none")
    for seqid, result in sorted((library.next_answer() for _ in range(3)), key=lambda answer: answer[0]):
        print("in flight:", seqid, None if result is None else result["versioned_object.data"]["title"])
    library.transport.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
