# shellcheck shell=bash
# Chooses where TorchSharp's API comes from. The reasons are in docs/decisions/0001-three-torch-providers.md.

torchsharp_version() { sed -n "s/.*Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props"; }

# Whether a NuGet feed offers the package, without downloading it.
feed_offers() { # PACKAGE
  local found
  found=$(cd "$root" && timeout 30 "$dotnet" package search "$1" --exact-match --format json </dev/null 2>/dev/null) || return 1
  [[ $found == *"\"$(torchsharp_version "$1")\""* ]]
}

# Whether everything that Torch=$1 refers to restores: an empty project with the references of Directory.Build.targets.
packages_restore() { # PROVIDER TIMEOUT
  local probe=$artifacts/torch-probe
  mkdir -p "$probe"
  printf '%s\n' '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><UsesTorch>true</UsesTorch></PropertyGroup></Project>' >"$probe/TorchProbe.csproj"
  (cd "$root" && timeout "$2" "$dotnet" restore "$probe/TorchProbe.csproj" -p:Torch="$1" -nologo -v:quiet) >"$probe/restore-$1.log" 2>&1 </dev/null
}

has_nvidia_gpu() { type -P nvidia-smi >/dev/null && [[ $(timeout 20 nvidia-smi -L 2>/dev/null) == *GPU* ]]; }

pytorch_has_cuda() { type -P python3 >/dev/null && python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' >/dev/null 2>&1; }

agrees_to_cuda_packages() {
  say "there is an NVIDIA GPU. TorchSharp's CUDA packages are about 6 GB; an installed PyTorch with CUDA can serve instead (LIBTORCH_USE_PYTORCH=1)"
  if [[ ! -t 0 ]]; then
    say "not downloading them unasked; TORCH=cuda takes them"
    return 1
  fi
  local answer
  read -r -p 'Download the CUDA packages? [y/N] ' answer 2>&1 >&2 || answer=
  [[ $answer == [yY]* ]]
}

# Sets $provider and $reason, and remembers the choice, except one made only because no feed answered.
choose_provider() {
  local remembered='' gpu=false
  if has_nvidia_gpu; then gpu=true; fi
  if $gpu && pytorch_has_cuda; then
    provider=system reason="an NVIDIA GPU, and a PyTorch with CUDA that serves it" remembered="system pytorch"
    export LIBTORCH_USE_PYTORCH=1
  elif $gpu && feed_offers TorchSharp-cuda-linux && agrees_to_cuda_packages && packages_restore cuda 7200; then
    provider=cuda reason="an NVIDIA GPU, and the CUDA packages restore" remembered=cuda
  elif packages_restore cpu 600; then
    provider=cpu reason="TorchSharp-cpu restores" remembered=cpu
    if $gpu; then reason="$reason; the GPU stays idle"; fi
  else
    provider=system
    if grep -qE 'NU110[1-3]' "$artifacts/torch-probe/restore-cpu.log"; then
      reason="the NuGet feeds here have no TorchSharp-cpu $(torchsharp_version TorchSharp-cpu)" remembered=system
    else
      reason="TorchSharp-cpu does not restore: see $artifacts/torch-probe/restore-cpu.log"
    fi
    if $gpu; then reason="$reason; the GPU is used only with a libtorch that has CUDA"; fi
  fi
  [[ -z $remembered ]] || printf '%s\n' "$remembered" >"$artifacts/torch-provider"
}

# Says the provider once for each choice, before its first build.
announce_provider() {
  if [[ -z ${reason:-} ]]; then
    [[ ! -d $artifacts/$provider/bin ]] || return 0
    reason=$(why_given)
  fi
  say "torch provider: $provider ($reason; TORCH=system|cpu|cuda overrides)"
  if [[ $provider == cuda && $reason == TORCH* ]]; then
    say "the CUDA packages are about 6 GB, if they are not here yet; an installed PyTorch can serve instead (LIBTORCH_USE_PYTORCH=1)"
  fi
}

why_given() {
  if [[ -n ${TORCH:-${Torch:-}} ]]; then
    echo "TORCH asks for it"
  elif [[ -n ${LIBTORCH:-} ]]; then
    echo "LIBTORCH=$LIBTORCH"
  elif [[ ${LIBTORCH_USE_PYTORCH:-} == 1 ]]; then
    echo "LIBTORCH_USE_PYTORCH=1"
  else
    echo "chosen earlier"
  fi
}
