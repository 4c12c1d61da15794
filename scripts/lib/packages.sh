# shellcheck shell=bash
# Finds the system packages that are missing and installs them where that is allowed, else prints the command.

# Whether this account may install packages; sets $as_root to what must stand before apt-get.
may_install() {
  as_root=()
  [[ ${ACTIVATIONLAB_NO_INSTALL:-} != 1 ]] && type -P apt-get >/dev/null || return 1
  ((EUID != 0)) || return 0
  as_root=(sudo -n)
  type -P sudo >/dev/null && sudo -n true 2>/dev/null
}

install_packages() { # PURPOSE PACKAGE...
  local purpose=$1 log=$artifacts/apt.log
  shift
  local install=(apt-get install -y --no-install-recommends "$@")
  if ! may_install; then
    local command="${install[*]}"
    ((EUID == 0)) || command="sudo $command"
    type -P apt-get >/dev/null || die "$purpose needs $*, which are missing; install them (these are Debian's names), then run this again"
    die "$purpose needs packages that are missing; install them, then run this again:  $command"
  fi
  mkdir -p "$artifacts"
  say "installing $* ($purpose; log: $log)"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  if ! { "${apt[@]}" update && "${apt[@]}" "${install[@]:1}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "could not install packages; the log is $log. The command was:  ${install[*]}"
  fi
}

# Whether a one-machine cluster can be started; its daemons are in folders that ordinary accounts do not search.
has_slurm() {
  local program
  for program in sbatch slurmctld slurmd munged; do
    PATH=$PATH:/usr/sbin:/sbin type -P "$program" >/dev/null || return 1
  done
}

# Without them products of matrices run on the BLAS, which works as well, if slower; so nobody must install them by hand.
has_onednn_headers() { [[ -e /usr/include/oneapi/dnnl/dnnl.hpp || $(uname -m) != x86_64 ]]; }

has_openmp_openblas() { compgen -G '/usr/lib/*/openblas-openmp/libblas.so.3' >/dev/null; }

has_system_libtorch() {
  compgen -G '/usr/lib*/libtorch_cpu.so' >/dev/null || compgen -G '/usr/lib*/*/libtorch_cpu.so' >/dev/null ||
    [[ -e /usr/local/lib/libtorch_cpu.so ]] || return 1
  [[ -e /usr/include/ATen/ATen.h || -e /usr/local/include/ATen/ATen.h ]]
}

# Whether python3's PyTorch is the distribution's, whose libtorch is the system's.
pytorch_is_the_systems() {
  local folder
  folder=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2>/dev/null) ||
    die "LIBTORCH_USE_PYTORCH=1, but python3 cannot import torch; install PyTorch for $(type -P python3 || echo python3), or unset the variable"
  [[ $folder == /usr/lib/python3/dist-packages/* ]]
}

# What brings the chart libraries of the report page.
require_npm() { type -P npm >/dev/null || install_packages "the report page" npm; }

# What Torch=system is built with: a C++ compiler, CMake with make, a libtorch with its headers, and a fast BLAS for Debian's.
require_system_torch() {
  local missing=()
  type -P c++ >/dev/null || type -P g++ >/dev/null || [[ -n ${CXX:-} ]] || missing+=(g++)
  type -P cmake >/dev/null || missing+=(cmake)
  type -P make >/dev/null || missing+=(make)
  if [[ -n ${LIBTORCH:-} ]]; then
    [[ -e $LIBTORCH/include/ATen/ATen.h && -e $LIBTORCH/lib/libtorch_cpu.so ]] ||
      die "LIBTORCH=$LIBTORCH is not a libtorch folder: it has no include/ATen/ATen.h or no lib/libtorch_cpu.so"
  elif [[ ${LIBTORCH_USE_PYTORCH:-} == 1 ]] && ! pytorch_is_the_systems; then
    : # A wheel brings its headers and its BLAS.
  else
    has_system_libtorch || missing+=(libtorch-dev)
    has_openmp_openblas || missing+=(libopenblas0-openmp)
    has_onednn_headers || ! may_install || missing+=(libdnnl-dev)
  fi
  ((${#missing[@]} == 0)) || install_packages "Torch=system" "${missing[@]}"
}
