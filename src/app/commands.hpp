// The subcommands of `postern`. Each adds itself to the line and sets the exit code when it ran.
#pragma once

#include <CLI/CLI.hpp>

namespace app {

void add_server_commands(CLI::App& line, int& exit_code);    // init, serve, demo
void add_journal_commands(CLI::App& line, int& exit_code);   // journal verify, journal dump
void add_audit_commands(CLI::App& line, int& exit_code);     // audit key, export, verify
void add_operator_commands(CLI::App& line, int& exit_code);  // keys, customers, accounts, ...

}  // namespace app
