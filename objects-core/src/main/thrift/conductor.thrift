// The contract between a caller (usually a worker without a database) and a conductor.
//
// How messages travel. Every message is one ordinary Thrift message (strict binary or compact protocol) in one frame: four bytes
// of length, big endian, not counting themselves, then the message. The two protocols are told apart by the first byte of the
// message (0x80 binary, 0x82 compact), and each answer uses the protocol of its question. A plain framed Thrift client works
// unchanged; one that keeps several calls in flight must give each its own seqid, because answers come in any order.
//
// How a connection begins. The first call is hello(); every action before it is refused with the fault HELLO_REQUIRED. If the
// answer has schemaWanted, hello() is called once more with schemaSet filled in. ping() is always allowed.
//
// What a body is. Under the codec "kryo" the binary layout of the agreed schema set. Under "json" one JSON text in UTF-8 (RFC 8259),
// in which things have names, so that type and method of a Call or a BatchedCall have no meaning (write 0):
//   a call       {"object": {...}, "method": "grow_by", "args": [4], "manifest": {"Crate": "1.1"}}   "class": "Crate" for query()
//   its reply    {"result": 7, "updates": {"changes": [...], "data": {...}, "nested": {...}, "unset": [...]}}
//   a batch      {"calls": [{a call}, ...], "manifest": {...}}
//   its reply    {"replies": [{a reply}, ...]}
//   an object    {"versioned_object.name": "Crate", "versioned_object.namespace": "attacca", "versioned_object.version": "1.1",
//                 "versioned_object.data": {...}, "versioned_object.changes": [...]}
//   the same one again, as a JSON pointer: {"$ref": "#/object"}; in an answer as well, also {"$ref": "request#/object"}, if the call or
//                the batch says "references": true
// docs/json-form.md says the rest.
//
// How this file may change. Fields are only added, always as optional, and numbers are never used twice; a reader skips what it
// does not know. Field names do not cross the wire, message names do. A field that is taken out leaves its number behind, as in
// "// reserved 6", a method its name. ContractEvolutionTest holds this against every released contract.

namespace java dev.attacca.transport.thrift
namespace py attacca
namespace js attacca

// Who is asking, and for what. It does not authenticate anybody: identity comes from the connection.
struct Context {
  1: optional string requestId    // follows the request through every log
  2: optional string userId
  3: optional string projectId
  4: optional i8 readDeleted      // soft-deleted rows: 0 hidden (also when absent), 1 included, 2 only those
  5: optional bool admin          // acts for the service rather than for the user; a claim like the others
}

// One call of a remotable method. The numbers are those of the schema set agreed in the handshake.
struct Call {
  1: i32 type                     // the class, by its number in the agreed schema set; any number under "json"
  2: i32 method                   // the method of that class, likewise
  3: optional i32 deadlineMillis  // time left, 1 to 600000; a duration, so that clocks need not agree; 10000 when absent
  4: binary body                  // object and arguments, in the agreed codec
  5: optional Context context
  6: optional i64 callId          // of a call that may write: counted by its origin from 1, the same for every attempt of one call
  7: optional i64 request         // in place of context.requestId, where the caller's origin counted it: 7 is req-<origin>-7, all in hex
}

// One of the calls of a batch: what it calls. Its object and its arguments are in the body of the batch. Under "json" the body has
// as many calls, in this order, and only onClass is read here.
struct BatchedCall {
  1: i32 type                     // as in Call
  2: i32 method
  3: bool onClass                 // a method of the class; otherwise one of an object
}

// Several calls as one: all of them are carried out, in their order and in one unit of work, or none.
struct Batch {
  1: list<BatchedCall> calls      // 1 to 1000
  2: binary body                  // the objects, each once, and the arguments of all calls, in the agreed codec
  3: optional i32 deadlineMillis  // as in Call, for all of them together
  4: optional Context context
  5: optional i64 callId          // as in Call
  6: optional i64 request         // as in Call
}

// What came back. An empty body means: no result, nothing changed.
struct Reply {
  1: binary body                  // result and changes, of a batch those of each call, in the agreed codec
}

// What a caller brings. The hash stands for everything that both sides must know alike: names, versions, fields, remotables.
struct Hello {
  1: i32 minProtocol              // versions of this file that the caller speaks: this one is 1
  2: i32 maxProtocol
  3: binary schemaHash            // of the caller's schema set; empty for a caller that only uses a codec with names
  4: optional binary schemaSet    // the set itself: only when the answer to an earlier hello had schemaWanted
  5: list<binary> knownSchemas    // hashes of the sets of conductors met before, whose description need not be sent again
  6: list<string> codecs          // for the bodies, best first: "kryo", "json"
  7: string peer                  // name of the calling process, for logs
  8: optional bool acceptsDrain   // the caller understands Caller.drain() and Caller.alive()
  9: optional i32 keepaliveMillis // the caller promises a frame at least this often; silence for three times as long is death
  10: optional binary origin      // the calling process: 8 random bytes, made when it starts; callId and request count within it
  11: optional i32 acceptsParts   // the caller understands Caller.part(), and holds this many bytes of results whose end has not come
}

// What was agreed. Until schemaWanted is false, nothing is.
struct Welcome {
  1: i32 protocol
  2: string codec
  3: binary schemaHash            // of the conductor's schema set
  4: optional binary schemaSet    // the set itself, unless the caller named its hash in knownSchemas
  5: bool schemaWanted            // the caller's hash is unknown here: say hello again, with schemaSet
  6: i32 maxFrameBytes            // a longer frame closes the connection
  7: i32 maxInFlight              // unanswered calls per connection; one more is answered with TOO_MANY_IN_FLIGHT
  8: string peer
  9: optional i32 maxAnswerBytes  // set for a caller with acceptsParts: from here on no longer frame is sent to it
}

// What lay below a fault, outermost first. A flat list: a chain as a recursive struct would let a peer choose our stack depth.
struct FaultCause {
  1: string code
  2: string message
  3: optional string type
  4: optional map<string, string> details
  5: optional list<string> detailOrder
}

// Why a call failed. Codes are strings, so that a new one passes through old readers unharmed: UNKNOWN_METHOD, CONFLICT,
// DEADLINE_EXCEEDED, OVERLOADED, VERSION_TOO_NEW ... Never holds a stack, SQL or a row.
exception WireFault {
  1: string code
  2: string message               // for people; ends with the remedy
  3: bool retryable               // the same call may succeed later without a change
  4: i32 outcome                  // 0: certainly not applied; 1 (and any other number): perhaps applied
  5: optional map<string, string> details  // for programs
  6: optional string type         // an error of the domain: its own code; code is then the more general one that it refines,
                                  // for readers that do not know it, or the same one where it refines none
  7: optional list<FaultCause> causes
  8: optional list<string> detailOrder  // the keys of details in the order for a person; maps have none
}

// What a conductor answers. The names are short because a Thrift message carries that of its method, in the question and in the
// answer: everything else that has a name is named once, in the handshake.
service Conductor {
  Welcome hello(1: Hello hello) throws (1: WireFault fault)

  // A method of an object that travels in the body.
  Reply act(1: Call call) throws (1: WireFault fault)

  // A method of a class: queries, mostly.
  Reply query(1: Call call) throws (1: WireFault fault)

  // Several methods of objects and classes, all or none; the fault BATCH_CALL_FAILED tells which of them failed.
  Reply batch(1: Batch batch) throws (1: WireFault fault)

  // Is anybody there? Answered at once, however busy the conductor is; while it does not read this connection, see Caller.alive().
  void ping()

  // The caller no longer waits for the call with this seqid. It is answered all the same: with the fault CANCELLED when that
  // came in time, with its reply when it did not.
  oneway void cancel(1: i32 seqid)
}

// What a conductor may send unasked, to a caller that said acceptsDrain or acceptsParts; the seqid of the message is 0.
service Caller {
  // This conductor is about to go: open another connection, send nothing new here, close this one when all answers are in.
  // Calls that were already on their way are still served.
  oneway void drain()

  // This conductor is there, although it answers no ping: it does not read this connection while it holds too much of it. Comes as often
  // as keepaliveMillis says, and means nothing else.
  oneway void alive()

  // A piece of a result that is too large for one frame, of the call with that seqid. The body of the reply is what its parts held, in
  // their order, and then what is in the reply itself, which may be nothing. Other messages come between parts, those of other results too; all results that
  // have begun and not ended hold together at most what acceptsParts says. A part holds 1024 bytes or more. Where a fault ends the call,
  // its parts are void.
  oneway void part(1: i32 seqid, 2: binary bytes)
}
