# Ends the client and removes its private files when ccproxy is gone without having done so itself.
# $1: folder of the private files, or nothing. Standard input: a pipe of ccproxy's, which says "client NUMBER" and "end".
trap '' HUP INT QUIT TERM
folder=$1
client=
ended=
while read -r word number; do
  case $word in
    client) client=$number ;;
    end) ended=yes ;;
  esac
done
if [ -z "$ended" ] && [ -n "$client" ]; then
  kill -TERM "$client" && kill -CONT "$client"
  tries=50
  while kill -0 "$client" && [ "$tries" -gt 0 ]; do
    sleep 0.1
    tries=$((tries - 1))
  done
  kill -KILL "$client"
fi
if [ -n "$folder" ]; then
  rm -f "$folder/settings.json"
  rmdir "$folder" "${folder%/*}" "${folder%/*/*}"
fi
