#!/usr/bin/env bash
# Runs a Slurm cluster that is this one machine, until standard input ends; then it cancels the jobs and stops and removes everything.
# Needs slurm-wlm and munge installed; uses no service and no other account of the system. Prints one line when the node is ready: the
# configuration, for SLURM_CONF. To use it by hand:
#
#   one-machine-cluster.sh 27817 27818 | { read -r SLURM_CONF; export SLURM_CONF; bash; }
#
# Arguments: two free ports, for the controller and for the node.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin
controller_port=$1
node_port=$2
folder=$(mktemp -d "${TMPDIR:-/tmp}/activationlab-slurm-XXXXXX")
host=$(hostname -s)
user=$(id -un)
export SLURM_CONF=$folder/slurm.conf
daemons=()

is_free() { [[ -z $(squeue --noheader 2>/dev/null) ]]; }

within() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

# shellcheck disable=SC2317 # called by the trap
stop() {
  trap '' INT TERM HUP
  scancel --user="$user" 2>/dev/null || true
  within 20 is_free || true
  ((${#daemons[@]} == 0)) || kill "${daemons[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP

# As a daemon's child of this script, so that its end is this script's to see to; its output is one of the logs.
start() { # NAME COMMAND...
  "${@:2}" >>"$folder/log/$1.out" 2>&1 </dev/null &
  daemons+=($!)
}

mkdir -p "$folder"/{munge,log,state,spool}
chmod 755 "$folder" "$folder/munge"
(umask 077 && head -c 128 /dev/urandom >"$folder/munge/key")

# CPUs: more than a small machine has, so that several tasks run at once; they are the tests' and do little.
# MaxArraySize: small, so that a sweep needs several arrays. cred_expire: a task that is queued again waits so long (the least there is).
cat >"$SLURM_CONF" <<END
ClusterName=activationlab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
JobRequeue=1
MaxArraySize=6
KillWait=10
MessageTimeout=30
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END

start munged munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
  --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
within 10 test -S "$folder/munge/socket" || { cat "$folder/log/munged.out" >&2; exit 1; }
start slurmctld slurmctld -D -i -c -f "$SLURM_CONF"
start slurmd slurmd -D -c -f "$SLURM_CONF"

all_run() {
  local daemon
  for daemon in "${daemons[@]}"; do kill -0 "$daemon" 2>/dev/null || return 1; done
}

# shellcheck disable=SC2317 # called by within
is_decided() { ! all_run || [[ $(sinfo --noheader --format=%T 2>/dev/null) == idle ]]; }

if ! within 30 is_decided || ! all_run; then
  grep -hE 'error|fatal' "$folder"/log/* | tail -n 5 >&2
  exit 1
fi

echo "$SLURM_CONF"
cat >/dev/null
