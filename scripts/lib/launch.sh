# shellcheck shell=bash
# Finds out whether the program must be built, and has it built. Reads $root; sets $dotnet, $provider and $program.
# Every launch runs through here, so the way without a build starts two small processes and no .NET.

artifacts=$root/artifacts

say() { printf 'activationlab: %s\n' "$*" >&2; }

die() { # MESSAGE [EXIT_CODE]
  say "$1"
  exit "${2:-1}"
}

# Sets $provider from the environment or from the remembered choice; leaves it empty when it must still be chosen.
recall_provider() {
  provider=${TORCH:-${Torch:-}}
  case $provider in
    system | cpu | cuda) return ;;
    '') ;;
    *) die "TORCH=$provider is not a torch provider; use TORCH=system, TORCH=cpu or TORCH=cuda" 2 ;;
  esac
  if [[ -n ${LIBTORCH:-} || ${LIBTORCH_USE_PYTORCH:-} == 1 ]]; then
    provider=system
    return
  fi
  local remembered= file=$artifacts/torch-provider
  [[ ! -r $file ]] || read -r remembered <"$file" || true
  case $remembered in
    system | cpu | cuda) provider=$remembered ;;
    'system pytorch')
      provider=system
      export LIBTORCH_USE_PYTORCH=1
      ;;
  esac
}

# Sets where the program and its stamp are. The stamp's time is that of the last build's beginning; it holds what else decided that build.
# A program that was compiled to machine code starts sooner than the one that the build leaves.
locate_build() {
  precompiled=$artifacts/$provider/program
  program=$precompiled/activationlab.dll
  [[ -f $program ]] || program=$artifacts/$provider/bin/ActivationLab.Cli/release/activationlab.dll
  stamp=$artifacts/$provider/built
  key="${LIBTORCH:-} ${LIBTORCH_USE_PYTORCH:-}"
}

is_built() {
  [[ -n $provider ]] || return 1
  locate_build
  [[ -f $program && -f $stamp ]] || return 1
  local built_key changed
  # Folders count too: a deleted file leaves its mark there alone.
  IFS= read -r built_key <"$stamp" && [[ $built_key == "$key" ]] || return 1
  changed=$(find "$root/src" "$root/CITATION.cff" "$root"/Directory.* "$root"/global.json "$root"/nuget.config -newer "$stamp" -print -quit 2>/dev/null) || true
  [[ -z $changed ]]
}

find_dotnet() {
  dotnet=$(type -P dotnet) && return
  local folder folders=("${DOTNET_ROOT:-}")
  [[ -n ${DOTNET_ROOT:-} ]] || folders=("${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet)
  for folder in "${folders[@]}"; do
    [[ ! -x $folder/dotnet ]] || { dotnet=$folder/dotnet && return; }
  done
  return 1
}

prepare_program() {
  # The build runs in another folder than the user's.
  [[ ${LIBTORCH:-/} == /* ]] || export LIBTORCH=$PWD/$LIBTORCH
  recall_provider
  if is_built && find_dotnet; then return; fi
  # shellcheck source=scripts/lib/build.sh
  source "$root/scripts/lib/build.sh"
  build_program
}
