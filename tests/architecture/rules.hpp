#pragma once

// The rules of the house that a compiler does not know, each with a message that teaches.
//
//     broken_rules({{"src/base/ring.hpp", "#pragma once\n#include \"journal/journal.hpp\"\n"}})
//       -> src/base/ring.hpp:2: base (level 0) includes journal/journal.hpp, which is higher
//          (level 3): move what both need down to base, or hand it in as a port from app.
//
// There is no list of exceptions: what breaks a rule is moved, or the rule is changed here in
// sight.
#include <string>
#include <vector>

#include "architecture/tree.hpp"

namespace architecture {

// One sentence per broken rule, "path:line: what, and what to do instead", in the tree's order.
//
// The tree holds src/ and, as far as lines are measured, tests/ and bench/.
std::vector<std::string> broken_rules(const Tree& tree);

// How many #includes of our own files the rules looked at: a walk that saw none proves nothing.
std::size_t own_includes(const Tree& tree);

}  // namespace architecture
