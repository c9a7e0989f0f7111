#!/usr/bin/env bash
# A Docker engine for Testcontainers on a machine that has none and no registry either. Needs root, docker.io, iptables.
#
#   eval "$(.ci/docker-engine.sh start)"     starts dockerd, builds the image postgres:18, sets this shell's environment
#   ./mvnw verify
#   .ci/docker-engine.sh stop                stops what start started and removes its files
#
# Where an engine already answers it is used as it is: only a missing image is built, and stop leaves it alone.
# Everything dockerd writes lives in a temporary directory outside the tree.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
say() { echo "docker-engine: $*" >&2; }

start() {
    local home=""
    command -v docker >/dev/null || { say "docker: not found (expected: on PATH); run 'apt-get install docker.io iptables'."; exit 1; }
    # trap: a start that fails half way must not leave a daemon behind.
    if docker info >/dev/null 2>&1; then
        say "an engine answers: using it"
    else
        command -v dockerd >/dev/null || { say "dockerd: not found (expected: on PATH); run 'apt-get install docker.io iptables'."; exit 1; }
        [[ $(id -u) == 0 ]] || { say "user: $(id -un) (expected: root, or an engine that already answers)."; exit 1; }
        home=$(mktemp -d "${TMPDIR:-/tmp}/attacca-docker.XXXXXX")
        export DOCKER_HOST=unix://$home/docker.sock ATTACCA_DOCKER_HOME=$home
        trap stop EXIT
        # No bridge rules: the ports of containers are reached over loopback through docker-proxy.
        setsid dockerd --host "$DOCKER_HOST" --data-root "$home/data" --exec-root "$home/exec" --pidfile "$home/dockerd.pid" \
            --iptables=false --ip6tables=false --ip-masq=false >"$home/dockerd.log" 2>&1 </dev/null &
        local daemon=$!
        for _ in $(seq 1 120); do
            docker info >/dev/null 2>&1 && break
            kill -0 "$daemon" 2>/dev/null || break
            sleep 0.25
        done
        if ! docker info >/dev/null 2>&1; then
            say "dockerd: no answer on $DOCKER_HOST (expected: within 30 s); its last lines:"
            tail -n 30 "$home/dockerd.log" >&2
            exit 1
        fi
        say "started dockerd $(docker version --format '{{.Server.Version}}') in $home"
    fi
    docker image inspect postgres:18 >/dev/null 2>&1 || "$here/postgres-image.sh" >&2
    trap - EXIT
    if [[ -n $home ]]; then
        echo "export DOCKER_HOST=$DOCKER_HOST"
        echo "export ATTACCA_DOCKER_HOME=$home"
    fi
    # Inside a container Testcontainers would look for the host behind a bridge gateway, and try to pull its reaper.
    echo "export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"
    echo "export TESTCONTAINERS_RYUK_DISABLED=true"
    # Test support fails instead of falling back to the embedded server.
    echo "export ATTACCA_REQUIRE_CONTAINERS=true"
}

stop() {
    local home=${ATTACCA_DOCKER_HOME:-}
    if [[ -z $home ]]; then
        say "nothing to stop: start did not start a daemon in this shell"
        return
    fi
    docker ps -aq 2>/dev/null | xargs -r docker rm -f >/dev/null 2>&1 || true
    if [[ -f $home/dockerd.pid ]]; then
        local pid
        pid=$(<"$home/dockerd.pid")
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 1 80); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.25
        done
        kill -9 "$pid" 2>/dev/null || true
    fi
    # Mounts that a killed container left would keep the directory busy.
    awk -v home="$home/" 'index($2, home) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r -n1 umount -l 2>/dev/null || true
    rm -rf "$home"
    say "stopped"
}

case ${1:-} in
    start) start ;;
    stop) stop ;;
    *)
        sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
