// postern: the command line.
#include <CLI/CLI.hpp>

#include "app/commands.hpp"
#include "app/signals.hpp"

int main(int count, char** words) {
    app::hold_stop_signals();
    CLI::App line{"Postern: a crypto exchange whose API is safe to hand out."};
    line.require_subcommand(1);
    int exit_code = 0;
    app::add_server_commands(line, exit_code);
    app::add_journal_commands(line, exit_code);
    app::add_audit_commands(line, exit_code);  // before those of the table, which join its group
    app::add_operator_commands(line, exit_code);
    CLI11_PARSE(line, count, words);
    return exit_code;
}
