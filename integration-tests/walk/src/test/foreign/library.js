// Lends a book of a library that lives on a conductor: plain Thrift, JSON, and nothing of Attacca's but conductor.thrift.
//
// thrift --gen js:node conductor.thrift
// npm install thrift@0.22.0 uuid@11.1.0
// node library.js 127.0.0.1 7400 compact
"use strict";

const thrift = require("thrift");
const Conductor = require("./gen-nodejs/Conductor");
const { Call, Context, Hello, WireFault } = require("./gen-nodejs/conductor_types");

const PROTOCOLS = { binary: thrift.TBinaryProtocol, compact: thrift.TCompactProtocol };
// The versions that this program understands: the conductor answers in these, however new it is.
const MANIFEST = { Author: "1.0", Book: "1.1" };

function call(body) {
  const context = new Context({ requestId: "library.js" });
  return new Call({ type: 0, method: 0, deadlineMillis: 10000, context, body: Buffer.from(JSON.stringify(body)) });
}

function create(name, fields) {
  return {
    "versioned_object.name": name,
    "versioned_object.namespace": "attacca",
    "versioned_object.version": MANIFEST[name],
    "versioned_object.data": fields,
    "versioned_object.changes": Object.keys(fields).sort(),
  };
}

class Library {
  constructor(host, port, protocol) {
    this.connection = thrift.createConnection(host, port, {
      transport: thrift.TFramedTransport,
      protocol: PROTOCOLS[protocol],
    });
    // Without a listener an error of the connection ends the process.
    this.connection.on("error", (error) => console.error("connection:", error.message));
    this.conductor = thrift.createClient(Conductor, this.connection);
  }

  hello() {
    return this.conductor.hello(
      new Hello({
        minProtocol: 1,
        maxProtocol: 1,
        schemaHash: Buffer.alloc(0),
        knownSchemas: [],
        codecs: ["json"],
        peer: "library.js",
      }),
    );
  }

  /** Calls a method of an object, and brings the object up to date. */
  async act(target, method, ...args) {
    const body = { object: target, method, args, manifest: MANIFEST };
    const reply = JSON.parse((await this.conductor.act(call(body))).body);
    Object.assign(target["versioned_object.data"], reply.updates?.data);
    target["versioned_object.changes"] = reply.updates?.changes ?? target["versioned_object.changes"];
    return reply.result;
  }

  /** Calls a method of a class. The client gives each call its own seqid, so that many can be under way at once. */
  async query(name, method, ...args) {
    const body = { class: name, method, args, manifest: MANIFEST };
    return JSON.parse((await this.conductor.query(call(body))).body).result;
  }
}

async function main(host, port, protocol, isbn = "978-0-441-17271-9") {
  const library = new Library(host, Number(port), protocol);
  const fault = (error) => {
    if (!(error instanceof WireFault)) throw error;
    return error;
  };

  await library.conductor.ping();
  console.log("ping: answered");
  console.log("before hello:", (await library.query("Book", "by_isbn", isbn).catch(fault)).code);
  const welcome = await library.hello();
  console.log("hello: protocol", welcome.protocol, "codec", welcome.codec);

  const author = create("Author", { name: "Frank Herbert" });
  await library.act(author, "create");
  const authorUuid = author["versioned_object.data"].uuid;
  const book = create("Book", { isbn, title: "Dune", copies: 2, author_uuid: authorUuid });
  await library.act(book, "create");
  console.log(`created: "${book["versioned_object.data"].title}" unsaved`, book["versioned_object.changes"]);

  const found = await library.query("Book", "by_isbn", isbn);
  console.log("found: version", found["versioned_object.version"], "copies", found["versioned_object.data"].copies);
  console.log("nobody has it:", await library.query("Book", "by_isbn", "none"));

  console.log("lent: left", await library.act(book, "lend"), "here", book["versioned_object.data"].copies);
  const refused = await library.act(found, "lend").catch(fault); // read before the other copy went
  console.log("refused:", refused.code, refused.outcome ? "applied" : "not applied", refused.message);

  const asked = ["none", isbn, "none"].map((each) => library.query("Book", "by_isbn", each));
  const answers = await Promise.all(asked);
  answers.forEach((book) => console.log("in flight:", book && book["versioned_object.data"].title));
  library.connection.end();
}

main(...process.argv.slice(2));
