#!/usr/bin/env bash
# Usage: generate.sh [--check] [MODULE]
# Writes src/main/java-thrift from the *.thrift files of a module's src/main/thrift, of this script's own unless another
# module's directory is given, or, with --check, only compares.
# The compiler is the one the build pins; it runs on linux-x86_64. THRIFT=/path/to/thrift overrides it.
# Exit codes: 0 written or current, 1 not current (the remedy is printed), 2 it could not be tried.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
core=$(cd "$here/../../.." && pwd)
root=$(cd "$core/.." && pwd)
check=
if [[ ${1:-} == --check ]]; then
    check=yes
    shift
fi
module=$(cd "${1:-$core}" && pwd)
name=${module#"$root/"}
checked_in=$module/src/main/java-thrift
fresh=$module/target/thrift-java
thrift=${THRIFT:-$core/target/thrift-compiler/bin/thrift}

shopt -s nullglob
idl=("$module"/src/main/thrift/*.thrift)

if [[ ${#idl[@]} -gt 0 && ! -f $thrift ]]; then
    echo "generate.sh: fetching the Thrift compiler into target/thrift-compiler" >&2
    "$root/mvnw" -q -f "$core/pom.xml" dependency:unpack@thrift-compiler >&2 || exit 2
fi
# Unpacking does not always keep the mode.
[[ ${#idl[@]} -eq 0 || -x $thrift ]] || chmod +x "$thrift"

rm -rf "$fresh"
mkdir -p "$fresh"
for file in "${idl[@]}"; do
    "$thrift" -strict --gen java:generated_annotations=suppress,private_members,unsafe_binaries -I "$module/src/main/thrift" -out "$fresh" "$file" || exit 2
done

if [[ -n $check ]]; then
    [[ -d $checked_in ]] || checked_in=$(mktemp -d)
    if ! difference=$(diff -rq "$checked_in" "$fresh"); then
        echo "$name/src/main/java-thrift: not what src/main/thrift generates (expected: identical files)"
        printf '%s\n' "$difference" | sed "s|$module/||g"
        echo "Run 'bash objects-core/src/main/thrift/generate.sh $name' and commit the result."
        exit 1
    fi
    exit 0
fi

rm -rf "$checked_in"
if [[ ${#idl[@]} -gt 0 ]]; then
    cp -R "$fresh" "$checked_in"
fi
echo "generate.sh: $(find "$fresh" -name '*.java' | wc -l) files in $name/src/main/java-thrift" >&2
