#!/usr/bin/env bash
# Writes src/main/java-thrift from the *.thrift files beside this script, or, with --check, only compares.
# The compiler is the one the build pins; it runs on linux-x86_64. THRIFT=/path/to/thrift overrides it.
# Exit codes: 0 written or current, 1 not current (the remedy is printed), 2 it could not be tried.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=$(cd "$here/../../.." && pwd)
checked_in=$module/src/main/java-thrift
fresh=$module/target/thrift-java
thrift=${THRIFT:-$module/target/thrift-compiler/bin/thrift}

shopt -s nullglob
idl=("$here"/*.thrift)

if [[ ${#idl[@]} -gt 0 && ! -f $thrift ]]; then
    echo "generate.sh: fetching the Thrift compiler into target/thrift-compiler" >&2
    "$module/../mvnw" -q -f "$module/pom.xml" dependency:unpack@thrift-compiler >&2 || exit 2
fi
# Unpacking does not always keep the mode.
[[ ${#idl[@]} -eq 0 || -x $thrift ]] || chmod +x "$thrift"

rm -rf "$fresh"
mkdir -p "$fresh"
for file in "${idl[@]}"; do
    "$thrift" -strict --gen java:generated_annotations=suppress,private_members,unsafe_binaries -I "$here" -out "$fresh" "$file" || exit 2
done

if [[ ${1:-} == --check ]]; then
    [[ -d $checked_in ]] || checked_in=$(mktemp -d)
    if ! difference=$(diff -rq "$checked_in" "$fresh"); then
        echo "src/main/java-thrift: not what src/main/thrift generates (expected: identical files)"
        printf '%s\n' "$difference" | sed "s|$module/||g"
        echo "Run 'bash objects-core/src/main/thrift/generate.sh' and commit the result."
        exit 1
    fi
    exit 0
fi

rm -rf "$checked_in"
if [[ ${#idl[@]} -gt 0 ]]; then
    cp -R "$fresh" "$checked_in"
fi
echo "generate.sh: $(find "$fresh" -name '*.java' | wc -l) files in objects-core/src/main/java-thrift" >&2
