#!/usr/bin/env bash
# Installs what lihi needs from Debian's packages, when something is missing; asks for root only then.
set -euo pipefail

packages=(g++ cmake ninja-build pkg-config python3 patch asn1c libfmt-dev libcli11-dev libxxhash-dev rapidjson-dev
          libpcap-dev libtins-dev zlib1g-dev libzstd-dev libboost1.81-dev libboost-url1.81-dev libssl-dev libyaml-cpp-dev libisal-dev libspdlog-dev libseccomp-dev libsqlite3-dev libsqlitecpp-dev
          libgtest-dev libbenchmark-dev zstd tshark openssl procps)
if [ "${LIHI_SETUP_CLANG:-0}" = 1 ]; then packages+=(clang libclang-rt-14-dev clang-format clang-tidy); fi

missing=()
for package in "${packages[@]}"; do
  # as dpkg sees it: installed and configured
  state=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  [ "${state:0:2}" = ii ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
