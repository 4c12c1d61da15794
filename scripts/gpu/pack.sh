#!/usr/bin/env bash
# Packs what a machine with a GPU but without .NET, packages or a network needs beside a checkout: the built program and its tests, .NET's
# runtime with the test console, MNIST and CIFAR-10. scripts/gpu/measure.sh unpacks and uses them there; docs/gpu.md says how.
#
#   scripts/gpu/pack.sh [FOLDER]        default: artifacts/gpu
#
# Leaves program.tar.xz (with MNIST) and cifar10-1.tar.xz to cifar10-3.tar.xz, each below 50 MiB, so that they can travel one at a time.
# The native door is not in them: it is built there, against the libtorch that is there.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)
# shellcheck source=scripts/lib/launch.sh
source "$root/scripts/lib/launch.sh"
# shellcheck source=scripts/lib/build.sh
source "$root/scripts/lib/build.sh"

folder=${1:-$artifacts/gpu}
tests=(SystemTorch.Tests ActivationLab.Models.Tests ActivationLab.Experiments.Tests)
export Torch=system TORCH=system

type -P xz >/dev/null || die "there is no xz; install it (Debian: xz-utils)"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# Documentation of types, and a door for this machine's libtorch, are of no use there.
copy_build() { # FOLDER AS
  mkdir -p "$stage/$2"
  tar -C "$1" --exclude='libsystemtorch.so' --exclude='*.xml' -c . | tar -C "$stage/$2" -x
}

copy_runtime() {
  local home sdk version
  # shellcheck disable=SC2154 # set by find_dotnet
  home=$(dirname "$(readlink -f "$dotnet")")
  version=$("$dotnet" --list-runtimes | awk '$1 == "Microsoft.NETCore.App" { version = $2 } END { print version }')
  mkdir -p "$stage/dotnet/host/fxr" "$stage/dotnet/shared/Microsoft.NETCore.App"
  cp -p "$home/dotnet" "$home/LICENSE.txt" "$stage/dotnet/"
  cp -rp "$home/host/fxr/$version" "$stage/dotnet/host/fxr/"
  cp -rp "$home/shared/Microsoft.NETCore.App/$version" "$stage/dotnet/shared/Microsoft.NETCore.App/"

  # What `dotnet test` starts: the console, without its translations and without the SDK around it.
  sdk=$home/sdk/$("$dotnet" --version)
  mkdir -p "$stage/vstest/Extensions"
  cp -p "$sdk"/vstest.console.{dll,deps.json,runtimeconfig.json} "$sdk"/Microsoft.TestPlatform.*.dll "$sdk"/Microsoft.VisualStudio.TestPlatform.*.dll \
    "$sdk"/Microsoft.Extensions.{DependencyModel,FileSystemGlobbing}.dll "$sdk"/Newtonsoft.Json.dll "$stage/vstest/"
  cp -p "$sdk"/Extensions/*.dll "$stage/vstest/Extensions/"
}

data_folder() { echo "${ACTIVATIONLAB_DATA:-${XDG_CACHE_HOME:-$HOME/.cache}/activationlab}"; }

# Pixels differ little from the one before, which xz is told; then the batches are a fifth smaller.
pack() { # NAME FOLDER PATH...
  local name=$1 from=$2
  shift 2
  tar -C "$from" --sort=name --owner=0 --group=0 --numeric-owner -c "$@" | xz -T0 "${filter[@]}" >"$folder/$name.tar.xz.part"
  mv "$folder/$name.tar.xz.part" "$folder/$name.tar.xz"
  say "$folder/$name.tar.xz: $(du -m "$folder/$name.tar.xz" | cut -f1) MiB"
}

build_all
"$root/activationlab" data fetch mnist >/dev/null
"$root/activationlab" data fetch cifar10 >/dev/null

copy_build "$(dirname "$program")" program
for project in "${tests[@]}"; do copy_build "$artifacts/system/bin/$project/release" "tests/$project"; done
copy_runtime
# Where the sources were: tests that read them look there.
printf '%s\n' "$root" >"$stage/source"
git -C "$root" describe --always --dirty >"$stage/commit" 2>/dev/null || echo unknown >"$stage/commit"
mkdir "$stage/data"
ln -s "$(data_folder)/mnist" "$stage/data/mnist"

filter=(-9)
pack program "$stage" --dereference .
filter=('--delta=dist=1' '--lzma2=preset=6,lc=4,pb=0')
batches=$(data_folder)/cifar-10-batches-bin
for part in 1 2 3; do
  files=("data_batch_$((2 * part - 1)).bin" "data_batch_$((2 * part)).bin")
  ((part < 3)) || files=(data_batch_5.bin test_batch.bin batches.meta.txt)
  pack "cifar10-$part" "$batches" "${files[@]}"
done
