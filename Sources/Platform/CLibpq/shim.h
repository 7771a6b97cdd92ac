// What Swift cannot take from libpq-fe.h by itself, each with its reason.
#ifndef LOZENGE_CLIBPQ_SHIM_H
#define LOZENGE_CLIBPQ_SHIM_H

#include <libpq-fe.h>

// PG_DIAG_* are character macros, which Swift does not import.
static const int lozenge_diag_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int lozenge_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int lozenge_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int lozenge_diag_table = PG_DIAG_TABLE_NAME;
static const int lozenge_diag_column = PG_DIAG_COLUMN_NAME;
static const int lozenge_diag_constraint = PG_DIAG_CONSTRAINT_NAME;

// A notice may quote a row. libpq prints notices to stderr unless told otherwise; this receiver drops them.
static inline void lozenge_drop_notice(void *argument, const PGresult *notice) {
    (void)argument;
    (void)notice;
}

static inline void lozenge_drop_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, lozenge_drop_notice, 0);
}

#endif
