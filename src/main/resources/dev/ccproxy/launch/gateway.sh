# Runs a gateway, writes down what it prints, and ends it.
# $1: its state folder. $2: size of a full log in characters. $3: the program that starts a session of its own, or
# nothing. The rest is the command line of the gateway.
#
# Standard input is a pipe of the ccproxy that started it. "stop", or SIGTERM, ends the gateway. When the pipe closes,
# it goes on for as long as one of the processes lives that have a file with their number in users/; a file named
# "always" there is for one that only "ccproxy down" ends.
# The values of CCPROXY_SECRET_1, _2, ... never reach the log.
folder=$1 limit=$2 session=$3
shift 3
umask 077
trap '' HUP INT QUIT
exec 3<&0 </dev/null
gateway=
ending=
trap 'ending=yes' TERM

# A process that has ended stays in the table until its parent has asked about it.
lives() {
  kill -0 "$1" || return
  stat=
  ! read -r stat <"/proc/$1/stat" || case $stat in
    *') Z '*) return 1 ;;
  esac
}

in_use() {
  for user in "$folder"/users/*; do
    ! lives "${user##*/}" || return 0
  done
  return 1
}

# The number of the gateway, which is written down before it becomes the gateway.
find() {
  tries=100
  while [ -z "$gateway" ] && [ "$tries" -gt 0 ] && kill -0 "$worker"; do
    if [ -f "$folder/pid" ]; then
      read -r gateway <"$folder/pid"
    else
      sleep 0.05
      tries=$((tries - 1))
    fi
  done
}

# To the gateway with what it has started; to it alone where it has no group of its own.
tell() {
  kill -s "$1" "-$gateway" || kill -s "$1" "$gateway"
}

stop() {
  : >"$folder/stopped"
  find
  [ -n "$gateway" ] || return
  tell TERM
  tries=100
  while kill -0 "$gateway" && [ "$tries" -gt 0 ]; do
    sleep 0.05
    tries=$((tries - 1))
  done
  [ "$tries" -gt 0 ] || tell KILL
}

copy() {
  size=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=1
    while eval "secret=\${CCPROXY_SECRET_$number-}" && [ -n "$secret" ]; do
      while :; do
        case $line in
          *"$secret"*) line="${line%%"$secret"*}<key>${line#*"$secret"}" ;;
          *) break ;;
        esac
      done
      number=$((number + 1))
    done
    size=$((size + ${#line} + 1))
    if [ "$size" -gt "$limit" ]; then
      mv -f "$folder/log" "$folder/log.1"
      size=${#line}
    fi
    printf '%s\n' "$line" >>"$folder/log"
  done
}

{
  # The first program of a new session is the leader of a group, so that its children can be ended with it.
  # shellcheck disable=SC2016,SC2086
  $session sh -c '
    folder=$0
    number=1
    while eval "[ -n \"\${CCPROXY_SECRET_$number-}\" ]"; do
      unset "CCPROXY_SECRET_$number"
      number=$((number + 1))
    done
    echo "$$" >"$folder/pid.new" && mv -f "$folder/pid.new" "$folder/pid" || exit 125
    exec "$@" 3<&-' "$folder" "$@" 2>&1
  echo "$?" >"$folder/exit.new" && mv -f "$folder/exit.new" "$folder/exit"
} | copy &
worker=$!
{
  word=
  while read -r word && [ "$word" != stop ]; do :; done
  if [ "$word" != stop ]; then
    [ ! -e "$folder/users/always" ] || exit 0
    while in_use; do sleep 1; done
  fi
  # More than once: a signal just before the wait would be lost in some shells.
  while kill -TERM "$$"; do sleep 1; done
} <&3 &
control=$!
find
while kill -0 "$worker"; do
  [ -z "$ending" ] || stop
  wait "$worker"
done
kill "$control"
if [ -f "$folder/stopped" ]; then
  rm -f "$folder"/users/* "$folder"/state.json "$folder"/litellm_config.yaml "$folder"/log "$folder"/log.1 \
    "$folder"/pid "$folder"/exit "$folder"/lock "$folder"/stopped
  rmdir "$folder/users" "$folder" "${folder%/*}" "${folder%/*/*}"
fi
