#include <string_view>

#include "api/access/binance_signature.hpp"
#include "api/dialects/binance/new_order.hpp"
#include "api/dialects/binance/paging.hpp"
#include "api/dialects/binance/symbols.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

// Whatever the bytes: parsing ends, a name has one value, decoding never grows, and what is signed
// is what was sent without the signature.
FUZZ_TARGET(parameters, bytes) {
    using namespace api::binance;
    const std::string_view all{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    const std::size_t middle = std::min(all.find('\n'), all.size());
    const std::string_view query = all.substr(0, middle);
    const std::string_view form = all.substr(std::min(middle + 1, all.size()));

    const auto signed_text = api::split_signed(query, form);
    if (signed_text) {
        std::size_t size = 0;
        for (const std::string_view part : signed_text->payload()) size += part.size();
        CHECK(size + signed_text->signature.size() < query.size() + form.size());
    }
    const auto parameters = Parameters::parse(query, form);
    if (!parameters) return;
    std::size_t size = 0;
    for (const auto& [name, value] : parameters->pairs()) {
        CHECK(name.empty() || parameters->find(name) == value);  // nothing is asked for by no name
        size += name.size() + value.size();
    }
    CHECK(size <= query.size() + form.size());

    const auto wish = read_wish(*parameters, OrderPath::place);
    CHECK(wish || (wish.error().code < 0 && !wish.error().text.empty()));
    if (const auto symbols = read_symbols(*parameters); symbols && *symbols) {
        CHECK(!(*symbols)->empty());
    }
    (void)read_page(*parameters, {.from = "orderId", .within_a_day = true});
    (void)read_time_zone(*parameters);
}
