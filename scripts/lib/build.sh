# shellcheck shell=bash
# Builds a project once, however many launches ask for it at the same time. Continues scripts/lib/launch.sh.

# shellcheck source=scripts/lib/provider.sh
source "$root/scripts/lib/provider.sh"
# shellcheck source=scripts/lib/packages.sh
source "$root/scripts/lib/packages.sh"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The SDK that the sources ask for (net10.0 is 10), or the way to it.
require_sdk() {
  local framework major version newest=0
  framework=$(grep -o '<TargetFramework>net[0-9]*' "$root/Directory.Build.props")
  major=${framework##*net}
  local cure="install the .NET $major SDK (package dotnet-sdk-$major.0 of Microsoft's package feed, or as a user: bash dotnet-install.sh --channel $major.0), then run this again"
  find_dotnet || die "there is no .NET SDK here; $cure"
  while read -r version _; do
    ((${version%%.*} <= newest)) || newest=${version%%.*}
  done < <("$dotnet" --list-sdks 2>/dev/null)
  ((newest > 0)) || die "$dotnet has no SDK, only a runtime; $cure"
  ((newest >= major)) || die "the .NET SDK here is version $newest, too old; $cure"
  [[ -n ${HOME:-} && -w ${HOME:-} ]] || use_own_home
}

# Accounts without a home folder (containers, services) cannot keep the SDK's and NuGet's files there.
use_own_home() {
  export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$artifacts/home}
  export NUGET_PACKAGES=${NUGET_PACKAGES:-$artifacts/home/.nuget/packages}
}

take_lock() {
  if ! mkdir -p "$artifacts" 2>/dev/null || [[ ! -w $artifacts || (-e $artifacts/lock && ! -w $artifacts/lock) ]]; then
    die "the program must be built, but $artifacts is not writable; run ./activationlab once as the owner of that folder"
  fi
  exec 9>"$artifacts/lock"
  flock -n 9 || { say "another launch is building; waiting for it" && flock 9; }
}

# Child processes must not inherit the lock: the compiler server outlives a build and would keep it.
unlocked() { "$@" 9>&-; }

release_lock() { exec 9>&-; }

# Everything a build needs: an SDK, a provider and what that provider is built with, and npm.
prepare_build() {
  require_sdk
  [[ -n $provider ]] || unlocked choose_provider
  announce_provider
  if [[ $provider == system ]]; then unlocked require_system_torch; fi
  unlocked require_npm
}

build_program() {
  take_lock
  # Another launch may have done it all while this one waited.
  recall_provider
  if ! is_built || ! find_dotnet; then
    prepare_build
    run_build src/ActivationLab.Cli/ActivationLab.Cli.csproj
  fi
  release_lock
}

# The program and its tests, with every warning an error.
build_all() {
  take_lock
  recall_provider
  prepare_build
  run_build ActivationLab.sln -warnaserror
  release_lock
}

# Each error once, as MSBuild repeats them; the end of the log when it holds none in MSBuild's form.
errors_of() { # LOG
  grep -E ': (fatal )?error |^CMake Error' "$1" | awk '!seen[$0]++' | head -n 20 | grep . || tail -n 40 "$1"
}

run_build() { # PROJECT [ARGUMENT...]
  locate_build
  local log=$artifacts/build-$provider.log begun=$stamp.begun
  mkdir -p "${stamp%/*}"
  printf '%s\n' "$key" >"$begun"
  local hint=
  [[ -f $stamp ]] || hint=" (a minute or two the first time)"
  say "building ${1##*/}$hint"
  if ! (cd "$root" && unlocked "$dotnet" build "$@" -c Release -p:Torch="$provider" -v:quiet -nologo -clp:NoSummary) >"$log" 2>&1 </dev/null; then
    errors_of "$log" >&2
    die "the build failed; the whole log is $log"
  fi
  precompile
  # A rename keeps the time at which the build began: what is edited while it runs is newer.
  mv "$begun" "$stamp"
}

# Compiles the program and its packages to machine code (ReadyToRun), which the runtime would else do at every start. A build is whole without
# it: feeds may lack the compiler. TorchSharp's packages, gigabytes with their libtorch, are not copied for it.
precompile() {
  [[ $provider == system ]] || return 0
  local project=src/ActivationLab.Cli/ActivationLab.Cli.csproj log=$artifacts/precompile-$provider.log new=$precompiled.new
  rm -rf "$new"
  if (cd "$root" && unlocked "$dotnet" publish "$project" -c Release --use-current-runtime --no-self-contained -o "$new" \
    -p:PublishReadyToRun=true -p:Torch="$provider" -v:quiet -nologo) >"$log" 2>&1 </dev/null && [[ -f $new/activationlab.dll ]]; then
    rm -rf "$precompiled"
    mv "$new" "$precompiled"
  else
    rm -rf "$new" "$precompiled"
    say "it will start a little slower than it could: the program could not be compiled ahead of time; see $log"
  fi
  locate_build
}
