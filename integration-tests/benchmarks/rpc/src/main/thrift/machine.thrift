// The measured payload for Thrift peers.
namespace java dev.attacca.benchmarks.rpc.thrift

struct Flavor {
  1: string id
  2: string name
  3: i32 vcpus
  4: i64 memoryMb
  5: i32 diskGb
  6: bool shared
}

struct Machine {
  1: string id
  2: string name
  3: string projectId
  4: string userId
  5: string host
  6: string zone
  7: string image
  8: string keyName
  9: string description
  10: i32 vcpus
  11: i64 memoryMb
  12: i32 rootGb
  13: i64 rowVersion
  14: i64 createdAt
  15: i64 updatedAt
  16: double cpuShare
  17: bool locked
  18: bool autoStart
  19: Flavor flavor
  20: map<string, string> metadata
}

service MachineService {
  Machine echo(1: Machine machine)
}
