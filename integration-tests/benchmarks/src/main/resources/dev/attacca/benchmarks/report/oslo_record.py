"""The measured record as oslo.versionedobjects; prints nanoseconds of CPU per operation, one line per operation.

Exits with 1 where the library is not installed.
"""
import datetime
import json
import sys
import time
import uuid

try:
    from oslo_versionedobjects import base, fields
except ImportError:
    sys.exit(1)


def string():
    return fields.StringField(nullable=True)


@base.VersionedObjectRegistry.register
class Flavor(base.VersionedObject):
    VERSION = "1.1"
    fields = {
        "uuid": fields.UUIDField(), "name": string(), "vcpus": fields.IntegerField(),
        "memory_mb": fields.IntegerField(), "disk_gb": fields.IntegerField(), "shared": fields.BooleanField(),
    }

    def obj_make_compatible(self, primitive, target_version):
        if target_version == "1.0":
            primitive.pop("shared", None)


@base.VersionedObjectRegistry.register
class Volume(base.VersionedObject):
    VERSION = "1.0"
    fields = {
        "uuid": fields.UUIDField(), "device": string(), "driver": string(),
        "size_gb": fields.IntegerField(), "bootable": fields.BooleanField(),
    }


@base.VersionedObjectRegistry.register
class Port(base.VersionedObject):
    VERSION = "1.0"
    fields = {
        "uuid": fields.UUIDField(), "address": string(), "mac": string(),
        "mtu": fields.IntegerField(), "up": fields.BooleanField(),
    }


@base.VersionedObjectRegistry.register
class Server(base.VersionedObject):
    VERSION = "1.2"
    fields = {
        "uuid": fields.UUIDField(), "name": string(), "project_id": string(), "user_id": string(), "host": string(),
        "availability_zone": string(), "key_name": string(), "image_name": string(), "description": string(),
        "state": string(), "vcpus": fields.IntegerField(), "memory_mb": fields.IntegerField(),
        "root_gb": fields.IntegerField(), "row_version": fields.IntegerField(), "cpu_share": fields.FloatField(),
        "locked": fields.BooleanField(), "auto_start": fields.BooleanField(),
        "created_at": fields.DateTimeField(), "updated_at": fields.DateTimeField(nullable=True),
        "launched_at": fields.DateTimeField(nullable=True), "flavor": fields.ObjectField("Flavor"),
        "volume": fields.ObjectField("Volume"), "port": fields.ObjectField("Port"),
    }

    def obj_make_compatible(self, primitive, target_version):
        if target_version == "1.0":
            primitive["display_name"] = primitive.pop("name")
            primitive.pop("launched_at", None)
            primitive["memory_mb"] = min(primitive["memory_mb"], 2147483647)


def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)


def sample():
    server = Server(
        uuid="7a5d6c1e-3f52-4a0b-9c64-0c1f4be2a9d7", name="web-frontend-042",
        project_id="5a2f8c1d9e4b47f0a6c3d2e1b0f98765", user_id="c0ffee254729296a45a3885639ac7e10",
        host="compute-017.rack3.example.net", availability_zone="zone-b", key_name="deploy-2026",
        image_name="debian-13-generic-amd64",
        description="Serves the shop's front page; restart on Mondays only.", state="ACTIVE", vcpus=4,
        memory_mb=16384, root_gb=80, row_version=1207, cpu_share=0.85, locked=False, auto_start=True,
        created_at=moment("2026-03-14T09:26:53.589793"), updated_at=moment("2026-11-20T17:45:12.004211"),
        launched_at=moment("2026-03-14T09:27:31.118400"),
        flavor=Flavor(uuid=str(uuid.UUID(int=1)), name="m5.large", vcpus=4, memory_mb=16384, disk_gb=80, shared=True),
        volume=Volume(uuid=str(uuid.UUID(int=2)), device="/dev/vda", driver="virtio", size_gb=80, bootable=True),
        port=Port(uuid=str(uuid.UUID(int=3)), address="10.42.17.23", mac="fa:16:3e:9c:21:7b", mtu=1450, up=True))
    server.obj_reset_changes(recursive=True)
    return server


def measured(name, operation):
    values = []
    for _ in range(5):
        operations = 2000
        before = time.process_time_ns()
        for _ in range(operations):
            operation()
        values.append((time.process_time_ns() - before) / operations)
    print(name, *values)


serializer = base.VersionedObjectSerializer()
server = sample()
older = {"Server": "1.0", "Flavor": "1.0", "Volume": "1.0", "Port": "1.0"}
written = json.dumps(serializer.serialize_entity(None, server))
print("size", len(written))
measured("encode", lambda: json.dumps(serializer.serialize_entity(None, server)))
measured("decode", lambda: serializer.deserialize_entity(None, json.loads(written)))
measured("copy", lambda: server.obj_clone())
measured("backport", lambda: json.dumps(server.obj_to_primitive(target_version="1.0", version_manifest=older)))
