#include "app/commands.hpp"

namespace app {

void add_operator_commands(CLI::App&, int&) {}

}  // namespace app
