#!/bin/sh
# The command line of Unroll, in the app's own engine. It opens no window and needs no display; Chromium's
# sandbox is for pages, of which it has none.
exec "$(dirname "$(readlink -f "$0")")/../unroll" \
  --unroll-command-line --ozone-platform=headless --no-sandbox --disable-gpu --no-zygote \
  --log-level=3 -- "$@"
