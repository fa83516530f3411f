# shellcheck shell=bash disable=SC2034  # the names set here are used by the scripts that source it
# Shared by every script in dev/: where things are, how a set-up step is done
# once, and how the private PostgreSQL is started and stopped.
#
# Environment read here (all optional):
#   DEV_DIR        where everything fetched or made goes      (default: <checkout>/.dev)
#   ODOO_ROOT      your own Odoo 19: a source checkout with odoo-bin, or an unpacked package
#   PGHOST PGPORT PGUSER PGPASSWORD   your own PostgreSQL; no private one is made then
#   PYTHON         the python3 (3.11 or newer) that makes the virtual environment
#   ADDON ADDONS_DIR  another addon and the folder it is in   (default: bank_reconcile_plus, <checkout>)
set -euo pipefail

CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
DEV_DIR=$(realpath -ms "${DEV_DIR:-$CHECKOUT/.dev}")
ADDON=${ADDON:-bank_reconcile_plus}
ADDONS_DIR=$(realpath -ms "${ADDONS_DIR:-$CHECKOUT}")
VENV=$DEV_DIR/venv
NODE_DIR=$DEV_DIR/node
LOGS=$DEV_DIR/log
STAMPS=$DEV_DIR/stamps
DATA_DIR=$DEV_DIR/data
ODOO_CONF=$DEV_DIR/odoo.conf

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [REMEDY]: what went wrong, and what to do about it.
die() {
    say "error: $1"
    if [[ -n ${2:-} ]]; then say "  what to do: $2"; fi
    exit 1
}

# usage_from FILE: print the leading comment block of a script as its help text.
usage_from() {
    awk 'NR == 1 { next } /^#/ { sub(/^# ?/, ""); print; next } { exit }' "$1"
}

# at_exit COMMAND: run it when the script ends, however it ends; last registered runs first.
AT_EXIT=()
at_exit() {
    AT_EXIT=("$1" "${AT_EXIT[@]}")
    trap run_at_exit EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}
run_at_exit() {
    local command
    trap '' INT TERM HUP
    for command in "${AT_EXIT[@]}"; do "$command" || true; done
}

digest() { sha256sum | cut -c1-12; }

# ---------------------------------------------------------------------------
# Odoo
# ---------------------------------------------------------------------------

# Sets ODOO_BIN (launcher), ODOO_PYTHONPATH, ODOO_ADDONS and ODOO_VERSION (a text
# that differs between two different Odoos), from ODOO_ROOT or the fetched package.
locate_odoo() {
    local root=${ODOO_ROOT:-$DEV_DIR/odoo}
    if [[ -f $root/odoo-bin ]]; then
        ODOO_BIN=$root/odoo-bin
        ODOO_PYTHONPATH=$root
        ODOO_ADDONS=$root/odoo/addons,$root/addons
        ODOO_VERSION=$(git -C "$root" rev-parse HEAD 2>/dev/null || cat "$root/odoo/release.py")
    elif [[ -f $root/usr/bin/odoo ]]; then
        ODOO_BIN=$root/usr/bin/odoo
        ODOO_PYTHONPATH=$root/usr/lib/python3/dist-packages
        ODOO_ADDONS=$ODOO_PYTHONPATH/odoo/addons
        ODOO_VERSION=$(cat "$ODOO_PYTHONPATH/odoo/release.py")
        if [[ -z ${ODOO_ROOT:-} ]]; then ODOO_VERSION+=$(cat "$STAMPS/odoo-version" 2>/dev/null || true); fi
    else
        die "no Odoo 19 in $root (neither odoo-bin nor usr/bin/odoo)" \
            "${ODOO_ROOT:+set ODOO_ROOT to an Odoo 19 checkout, or unset it and }run dev/setup"
    fi
    grep -q '^version_info = (19,' "$ODOO_PYTHONPATH/odoo/release.py" ||
        die "$root is not Odoo 19" "point ODOO_ROOT at an Odoo 19, or unset it"
}

# Export what Odoo, psql and pytest need. Call after locate_odoo and locate_postgres.
export_environment() {
    export PYTHONPATH=$ODOO_PYTHONPATH ODOO_RC=$ODOO_CONF
    export PATH=$VENV/bin${PG_BIN:+:$PG_BIN}:$PATH
    if [[ -n ${PG_SOCKETS:-} ]]; then
        export PGHOST=$PG_SOCKETS PGPORT=5432 PGUSER=odoo
    fi
}

# odoo ARGS...: Odoo's own launcher with our configuration.
odoo() { "$VENV/bin/python" "$ODOO_BIN" "$@"; }

# free_port WANTED: print WANTED when nothing listens there, else any free port.
free_port() {
    "$VENV/bin/python" - "$1" <<'PYTHON'
import socket, sys
for port in (int(sys.argv[1]), 0):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break
PYTHON
}

# ---------------------------------------------------------------------------
# PostgreSQL: a private cluster, reached over a unix socket only
# ---------------------------------------------------------------------------

# Sets PG_BIN, and for the private cluster PG_DATA, PG_SOCKETS and PG_OWNER.
locate_postgres() {
    PG_BIN=$(find_postgres_binaries)
    PG_SOCKETS='' PG_DATA='' PG_OWNER=''
    local home=$DEV_DIR/pg
    if ((EUID == 0)) && id postgres >/dev/null 2>&1; then
        PG_OWNER=postgres
        # Where root alone may look (/root, for one), PostgreSQL's user cannot keep its files.
        if ! owner_can_reach "$DEV_DIR"; then
            home=$(getent passwd postgres | cut -d: -f6)/brp-$(printf %s "$DEV_DIR" | digest)
        fi
    fi
    PG_SOCKETS=$home/socket
    # The kernel allows 107 characters for the path of a socket.
    if ((${#PG_SOCKETS} > 90)); then PG_SOCKETS=/tmp/brp-pg-$(printf %s "$DEV_DIR" | digest); fi
    if [[ -n ${PGHOST:-} && $PGHOST != "$PG_SOCKETS" ]]; then
        PG_SOCKETS='' PG_OWNER=''
        return
    fi
    PG_DATA=$home/data
}

find_postgres_binaries() {
    local directory newest=''
    for directory in /usr/lib/postgresql/*/bin; do
        if [[ -x $directory/initdb ]]; then newest=$directory; fi
    done
    if [[ -z $newest ]] && command -v initdb >/dev/null; then
        newest=$(dirname "$(readlink -f "$(command -v initdb)")")
    fi
    printf %s "$newest"
}

owner_can_reach() {
    local directory=$1
    while [[ ! -d $directory ]]; do directory=$(dirname "$directory"); done
    as_owner test -x "$directory"
}

# as_owner COMMAND...: as the cluster's owner. PostgreSQL refuses to run as root.
as_owner() {
    if [[ -n $PG_OWNER ]]; then
        (cd / && HOME=/ setpriv --reuid="$PG_OWNER" --regid="$(id -g "$PG_OWNER")" --clear-groups -- "$@")
    else
        "$@"
    fi
}

# Every script that needs the database holds descriptor 9 on pg.lease, shared, as do
# the processes it starts. Who can take it alone at the end is the last, and stops the cluster.
start_postgres() {
    if [[ -z $PG_DATA ]]; then
        sql -c 'SELECT 1' >/dev/null ||
            die "no PostgreSQL answers at PGHOST=${PGHOST:-}" "start it, or unset PGHOST for a private one"
        return
    fi
    exec 9>>"$DEV_DIR/pg.lease"
    flock -s 9
    at_exit stop_postgres_if_last
    (
        flock 8
        if postgres_runs; then exit; fi
        make_socket_directory
        if ! as_owner "$PG_BIN/pg_ctl" -D "$PG_DATA" -l "$PG_DATA/server.log" -w -s start 9>&- 8>&-; then
            say "$(tail -n 5 "$PG_DATA/server.log" 2>/dev/null)"
            die "the private PostgreSQL in $PG_DATA did not start" \
                "see $PG_DATA/server.log; 'dev/db destroy' and dev/setup make it anew"
        fi
    ) 8>>"$DEV_DIR/pg.lock"
}

make_socket_directory() {
    mkdir -p "$PG_SOCKETS"
    if [[ -n $PG_OWNER ]]; then chown "$PG_OWNER" "$PG_SOCKETS"; fi
}

postgres_runs() { as_owner "$PG_BIN/pg_ctl" -D "$PG_DATA" status >/dev/null 2>&1; }

stop_postgres() { as_owner "$PG_BIN/pg_ctl" -D "$PG_DATA" -m fast -w -s stop; }

stop_postgres_if_last() {
    if [[ -f $DEV_DIR/pg.keep ]]; then return; fi
    if flock -xn 9 && postgres_runs; then stop_postgres || true; fi
}

sql() { psql -X -d postgres -v ON_ERROR_STOP=1 -qAt "$@"; }

# ready: what every script does before it works with Odoo and the database.
ready() {
    locate_postgres
    locate_odoo
    export_environment
    start_postgres
}
