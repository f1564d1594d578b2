#include "api/operations/schemas.hpp"

#include <algorithm>

namespace api {
namespace {

std::vector<Schema> joined() {
    std::vector<Schema> all;
    for (const auto subject : {
             market_schemas(),
             order_schemas(),
             account_schemas(),
             operator_schemas(),
         }) {
        all.insert(all.end(), subject.begin(), subject.end());
    }
    return all;
}

}  // namespace

std::span<const Schema> schemas() {
    static const std::vector<Schema> all = joined();
    return all;
}

const Schema* find_schema(std::string_view name) {
    const auto all = schemas();
    const auto found = std::ranges::find(all, name, &Schema::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace api
