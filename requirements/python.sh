#!/bin/sh
# Name the Python to use: the first one that is 3.11 to 3.14, for which the pins have wheels, else the first later one.
for below in 3,15 4,0; do
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        $name -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < ($below))" 2>/dev/null && echo $name && exit
    done
done
