# shellcheck shell=bash
# Databases of dev/: templates made once, copies made in seconds. Needs lib.sh and `ready`.
#
# Names begin with brp_ and a mark of this machine and DEV_DIR, so that two checkouts
# may share one PostgreSQL:
#   brp_MARK_base_KEY    Odoo and what the addon depends on; KEY = Odoo version, dependencies
#   brp_MARK_addon_KEY   the addon installed in a copy of it; KEY = its files that shape a database
#   brp_MARK_test_PID    a copy for one run, dropped when that ends; so is brp_MARK_once_PID
# A template gets its name only when it is complete: a name that exists can be used.

MARK=brp_$(printf '%s %s' "$(uname -n)" "$DEV_DIR" | sha256sum | cut -c1-4)

database_exists() { [[ -n $(sql -v name="$1" <<<"SELECT 1 FROM pg_database WHERE datname = :'name'") ]]; }

databases_like() { sql -v start="$1" <<<"SELECT datname FROM pg_database WHERE starts_with(datname, :'start')"; }

drop_database() {
    sql -v name="$1" <<<'SET client_min_messages = warning; DROP DATABASE IF EXISTS :"name" WITH (FORCE)'
    rm -rf "${DATA_DIR:?}/filestore/${1:?}"
}

# copy_database FROM TO. Odoo never changes a stored file in place, so links to them do.
copy_database() {
    local strategy=''
    # Ten times faster than the default with fsync off; PostgreSQL 14 knows only this way.
    if (($(sql -c 'SHOW server_version_num') >= 150000)); then strategy='STRATEGY file_copy'; fi
    sql -v from="$1" -v to="$2" <<<"CREATE DATABASE :\"to\" TEMPLATE :\"from\" $strategy"
    rm -rf "${DATA_DIR:?}/filestore/${2:?}"
    if [[ -d $DATA_DIR/filestore/$1 ]]; then cp -al "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"; fi
}

rename_database() {
    rm -rf "${DATA_DIR:?}/filestore/${2:?}"
    if [[ -d $DATA_DIR/filestore/$1 ]]; then mv "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"; fi
    sql -v from="$1" -v to="$2" <<<'ALTER DATABASE :"from" RENAME TO :"to"'
}

# locked NAME COMMAND...: one at a time among all scripts of this DEV_DIR.
locked() {
    local lock=$DEV_DIR/$1.lock
    shift
    {
        flock 6
        "$@"
    } 6>>"$lock"
}

# The modules the addon's manifest depends on, comma separated.
addon_dependencies() {
    if [[ ! -f $ADDONS_DIR/$ADDON/__manifest__.py ]]; then die "no addon $ADDON in $ADDONS_DIR"; fi
    "$VENV/bin/python" -c '
import ast, sys
manifest = ast.literal_eval(open(sys.argv[1], encoding="utf-8").read())
print(",".join(sorted(manifest.get("depends") or ["base"])))' "$ADDONS_DIR/$ADDON/__manifest__.py"
}

base_key() { printf '%s\n' "$ODOO_VERSION" "$(addon_dependencies)" | digest; }

# Changes with every file of the addon that can change what an installation writes. Tests,
# demo data, browser code and the packages that never see a database are left out.
addon_key() {
    (
        cd "$ADDONS_DIR/$ADDON" || exit
        base_key
        find . \( -path ./tests -o -path ./demo -o -path ./static -o -path ./matching -o -path ./references \
            -o -path ./formats -o -name __pycache__ \) -prune -o -type f ! -name '*.rst' ! -name '*.pyc' -print0 |
            LC_ALL=C sort -z | xargs -0 sha256sum
    ) | digest
}

# install_modules DATABASE MODULES: stop with the log's end when one of them is not installed afterwards.
install_modules() {
    local database=$1 modules=$2 log=$LOGS/install-$1.log missing
    if ! odoo -d "$database" -i "$modules" --stop-after-init --no-http --log-level=warn >"$log" 2>&1 </dev/null; then
        grep -v 'security risk' "$log" | tail -n 40 >&2
        die "installing $modules failed" "the reason is above (whole log: $log)"
    fi
    missing=$(sql -d "$database" -v modules="$modules" <<<"
        SELECT unnest(string_to_array(:'modules', ','))
        EXCEPT SELECT name FROM ir_module_module WHERE state = 'installed'")
    if [[ -n $missing ]]; then
        tail -n 40 "$log" >&2
        die "not installed: $missing" "whole log: $log"
    fi
    # What Odoo warns of while it installs is for whoever wrote it to see.
    grep -E ' (WARNING|ERROR|CRITICAL) ' "$log" >&2 || true
}

# Sets BASE_TEMPLATE, making it when it is not there. Run it locked.
ensure_base_template() {
    local building=${MARK}_building_base
    BASE_TEMPLATE=${MARK}_base_$(base_key)
    if database_exists "$BASE_TEMPLATE"; then return; fi
    say "making the template database with $(addon_dependencies) (about a minute, once) ..."
    drop_database "$building"
    install_modules "$building" "$(addon_dependencies)"
    rename_database "$building" "$BASE_TEMPLATE"
    drop_all_but "$BASE_TEMPLATE" "${MARK}_base_"
}

# Sets ADDON_TEMPLATE, making it when the addon changed. Run it locked.
ensure_addon_template() {
    local building=${MARK}_building_addon
    ADDON_TEMPLATE=${MARK}_addon_$(addon_key)
    if database_exists "$ADDON_TEMPLATE"; then return; fi
    ensure_base_template
    say "installing $ADDON into a template database ..."
    drop_database "$building"
    copy_database "$BASE_TEMPLATE" "$building"
    install_modules "$building" "$ADDON"
    rename_database "$building" "$ADDON_TEMPLATE"
    drop_all_but "$ADDON_TEMPLATE" "${MARK}_addon_"
}

drop_all_but() {
    local database
    for database in $(databases_like "$2"); do
        if [[ $database != "$1" ]]; then drop_database "$database"; fi
    done
}

# new_database KIND: sets DATABASE to a fresh copy with the addon installed, dropped at the end.
new_database() {
    DATABASE=${MARK}_$1_$$
    at_exit drop_own_database
    drop_left_over_databases
    locked templates copy_addon_template "$DATABASE"
}

# A test keeps thousands of rows in a transaction that never commits. A vacuum at that moment
# records their tables as empty, and a plan made on that can take an hour; so there is none.
without_autovacuum() {
    sql -d "$1" <<<"DO \$\$ DECLARE name regclass; BEGIN
        FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
        END LOOP; END \$\$"
}

copy_addon_template() {
    ensure_addon_template
    drop_database "$1"
    copy_database "$ADDON_TEMPLATE" "$1"
}

drop_own_database() {
    if [[ -n ${KEEP_DATABASE:-} ]]; then say "kept database $DATABASE (dev/db drop $DATABASE)"; else drop_database "$DATABASE"; fi
}

# A run that was killed leaves its database behind; its process number is in the name.
drop_left_over_databases() {
    local database
    for database in $(databases_like "${MARK}_test_") $(databases_like "${MARK}_once_"); do
        if ! kill -0 "${database##*_}" 2>/dev/null; then drop_database "$database"; fi
    done
}

drop_kept_databases() {
    drop_left_over_databases
    drop_all_but '' "${MARK}_base_"
    drop_all_but '' "${MARK}_addon_"
}
