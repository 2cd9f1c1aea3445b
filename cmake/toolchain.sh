#!/usr/bin/env bash
# Brings the C++ toolchain and the third-party sources that the build needs, into .toolchain/ (ignored by git).
#
#   cmake/toolchain.sh sources      libsodium, Catch2 and nlohmann_json as upstream source trees
#   cmake/toolchain.sh emscripten   sources, and an emcc >= 3.1.69 (from PATH when there is one)
#
# Everything comes from the Debian mirror that this machine is already configured with, checked by apt's own signatures.
# The system's package lists are left alone. A step that was interrupted starts again: nothing counts as there until its
# stamp is written. On success the last line of standard output names what was found, ready for the caller to read.
set -euo pipefail
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${CUELIGHT_TOOLCHAIN:-$root/.toolchain}
suite=trixie
min_emcc=3.1.69

say() { printf '  %s\n' "$*" >&2; }
fail() { printf '\ncuelight set-up: %s\n' "$*" >&2; exit 1; }
stamped() { [ -f "$home/stamps/$1" ]; }
# A fetch that failed may be due to lists that are out of date: the next try reads them again.
fail_fetch() { rm -f "$home/stamps/apt-lists"; fail "$1 could not be fetched. Check the network connection and try again."; }
stamp() { mkdir -p "$home/stamps" && : >"$home/stamps/$1"; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

debian() { command -v apt-get >/dev/null && command -v dpkg >/dev/null; }

# need_debian [what to install otherwise]
need_debian() {
  debian || fail "this machine has no apt-get. Install ${1:-Emscripten $min_emcc or newer (an emsdk)}, put it on PATH, and try again."
}

# The configured mirror and keyring serve the other suite too; no address is written here.
# shellcheck disable=SC2016  # the variable is apt's own
mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | { grep -v -- -security || true; } | head -n 1; }

private_apt() {
  need_debian
  local uri
  uri=$(mirror)
  if [ -z "$uri" ]; then
    sudo_apt update -qq
    uri=$(mirror)
  fi
  [ -n "$uri" ] || fail "apt knows no Debian mirror. Configure one in /etc/apt and run 'apt-get update', then try again."
  mkdir -p "$home/apt/lists/partial" "$home/apt/archives/partial"
  local signed="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri"
  printf '%s\n' "deb $signed $suite main" "deb-src $signed $suite main" "deb-src $signed sid main" >"$home/apt/sources.list.new"
  if cmp -s "$home/apt/sources.list.new" "$home/apt/sources.list"; then rm "$home/apt/sources.list.new"
  else mv "$home/apt/sources.list.new" "$home/apt/sources.list"; rm -f "$home/stamps/apt-lists"; fi
  apt_options=(-qq "-oDir::Etc::SourceList=$home/apt/sources.list" -oDir::Etc::SourceParts=/dev/null
    "-oDir::State::Lists=$home/apt/lists" "-oDir::Cache::archives=$home/apt/archives" -oDir::Cache::pkgcache=
    -oDir::Cache::srcpkgcache= -oAPT::Sandbox::User=root -oAcquire::Languages=none)
  stamped apt-lists && return
  say "reading Debian $suite's package lists"
  apt-get "${apt_options[@]}" update >&2 || fail "Debian's package lists could not be read. Check the network connection and try again."
  stamp apt-lists
}

# Runs apt-get as root, through sudo where that is how one gets there.
sudo_apt() {
  if [ "$(id -u)" = 0 ]; then DEBIAN_FRONTEND=noninteractive apt-get "$@" >&2
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "$@" >&2
  else fail "packages are missing and this user may not install them. Run once as root: apt-get install -y ${*: -1}"; fi
}

# Installs the named packages of this Debian, once.
install_packages() {
  need_debian "what Debian calls $*"
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  if [ "$(id -u)" != 0 ] && ! { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; then
    fail "these packages are missing and this user may not install them. Run once as root: apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  sudo_apt install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>"$home/apt/install.log" || {
    sudo_apt update -qq >/dev/null 2>&1 || true
    sudo_apt install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>"$home/apt/install.log" ||
      { cat "$home/apt/install.log" >&2; fail "Debian's packages could not be installed: ${missing[*]}. Check the network connection and free disk space, then try again."; }
  }
}

# source_tree <debian source package> <upstream version> <sha256>: unpacks the upstream tarball of that version, and no
# other, to .toolchain/src/<package>-<version>. Debian's revision of it may be any.
source_tree() {
  local package=$1 version=$2 sha256=$3 name=$1-$2 revision tarball
  stamped "src-$name" && return
  private_apt
  say "fetching the source of $package $version"
  rm -rf "$home/src/$name" "$home/download/$name"
  mkdir -p "$home/src/$name" "$home/download/$name"
  revision=$(apt-cache "${apt_options[@]}" showsrc "$package" | sed -n "s/^Version: \\($version-.*\\)/\\1/p" | head -n 1)
  [ -n "$revision" ] || fail_fetch "the source of $package $version"
  (cd "$home/download/$name" && apt-get "${apt_options[@]}" source --download-only "$package=$revision" >/dev/null) ||
    fail_fetch "the source of $package $version"
  tarball=$(find "$home/download/$name" -name '*.orig.tar.*' ! -name '*.asc' | head -n 1)
  printf '%s  %s\n' "$sha256" "$tarball" | sha256sum --check --status || fail "the source of $package $version is not the release that was pinned."
  tar -xf "$tarball" -C "$home/src/$name" --strip-components=1
  rm -rf "$home/download/$name"
  stamp "src-$name"
}

# header_tree <name> <debian package>: unpacks a header-only package, keeping its include folder.
header_tree() {
  local name=$1 package=$2
  stamped "src-$name" && return
  private_apt
  say "fetching the headers of $name"
  rm -rf "$home/src/$name" "$home/download/$name"
  mkdir -p "$home/src/$name" "$home/download/$name"
  (cd "$home/download/$name" && apt-get "${apt_options[@]}" download "$package" >/dev/null) ||
    fail_fetch "the headers of $name"
  dpkg --fsys-tarfile "$home/download/$name"/*.deb | tar -xf - -C "$home/src/$name" --strip-components=2 ./usr/include
  rm -rf "$home/download/$name"
  stamp "src-$name"
}

sources() {
  mkdir -p "$home/apt"
  stamped src-libsodium-1.0.22 && stamped src-catch2-3.7.1 && stamped src-nlohmann_json && return
  need_debian
  install_packages dpkg-dev xz-utils
  # The hashes of cmake/dependencies.cmake: Debian's tarballs are upstream's.
  source_tree libsodium 1.0.22 5838bb0c3da6148c24ebe531d1ed1297de9a87aea77d426bcd99f289e681631c
  source_tree catch2 3.7.1 c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
  header_tree nlohmann_json nlohmann-json3-dev
}

# Tells Emscripten where it stands, and gives binaryen the loader it wants.
place_emscripten() {
  local em=$1 loader libdir tool
  loader=$(find "$home/root" -name 'ld-linux-*.so.*' | head -n 1)
  libdir=$(dirname "$(find "$home/root" -name libc.so.6 | head -n 1)")
  mkdir -p "$home/binaryen/bin"
  for tool in "$home"/root/usr/bin/wasm*; do
    [ -f "$tool" ] || continue
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libdir" "$tool" >"$home/binaryen/bin/$(basename "$tool")"
    chmod +x "$home/binaryen/bin/$(basename "$tool")"
  done
  cat >"$em/.emscripten" <<PY
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$home/binaryen'
NODE_JS = '$(command -v node || echo node)'
EMSCRIPTEN_ROOT = '$em'
CACHE = '$em/cache'
FROZEN_CACHE = False
PY
}

# Debian's Emscripten is made of plain scripts, so a newer suite's runs on this one with clang 19; only binaryen wants
# the newer C library, which it gets through a private loader.
emscripten() {
  local version em="$home/root/usr/share/emscripten"
  if command -v emcc >/dev/null; then
    version=$(emcc --version 2>/dev/null | sed -nE '1s/.* ([0-9]+\.[0-9]+\.[0-9]+).*/\1/p')
    if [ -n "$version" ] && at_least "$min_emcc" "$version"; then
      printf '%s\n' "$(dirname "$(readlink -f "$(command -v emcc)")")"
      return
    fi
  fi
  need_debian
  mkdir -p "$home/apt"
  install_packages clang-19 lld-19 llvm-19 python3-minimal python3
  if ! stamped emscripten; then
    private_apt
    say "fetching Emscripten (about 160 MB, unpacks to about 600 MB)"
    rm -rf "$home/debs" "$home/root"
    mkdir -p "$home/debs" "$home/root"
    (cd "$home/debs" && apt-get "${apt_options[@]}" download emscripten binaryen libc6 libstdc++6 libgcc-s1 >/dev/null) ||
      fail_fetch Emscripten
    say "unpacking Emscripten"
    local deb
    for deb in "$home"/debs/*.deb; do
      dpkg --fsys-tarfile "$deb" | tar -xf - -C "$home/root" \
        --exclude='*/share/doc/*' --exclude='*/emscripten/tests/*' --exclude='*/lib/wasm64-emscripten/*' \
        --exclude='*/lib/wasm32-emscripten/pic/*' --exclude='*/lib/wasm32-emscripten/thinlto/*' ||
        fail "Emscripten could not be unpacked. Is the disk full? Free some space and try again."
    done
    rm -rf "$home/debs"
    # The project is made of ES modules; Emscripten's own scripts are not.
    printf '{ "type": "commonjs" }\n' >"$em/package.json"
    stamp emscripten
  fi
  # Also when the folder was moved.
  grep -qs "'$em/cache'" "$em/.emscripten" || place_emscripten "$em"
  printf '%s\n' "$em"
}

case ${1:-} in
  sources) sources; printf '%s\n' "$home/src" ;;
  # Without apt-get CMake fetches the upstream releases.
  emscripten) ! debian || sources; emscripten ;;
  packages) shift; mkdir -p "$home/apt"; install_packages "$@" ;;
  *) fail "usage: cmake/toolchain.sh sources | emscripten | packages NAME…" ;;
esac
