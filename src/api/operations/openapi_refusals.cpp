// What operations say no with: RFC 9457 problems, by HTTP status.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/operations/openapi_parts.hpp"
#include "api/operations/refusals.hpp"
#include "api/operations/row_refusals.hpp"

namespace api::openapi {
namespace {

// The facts that are told beside the code.
struct Fact {
    std::string_view name;
    std::string_view example;  // as JSON
};

constexpr auto known_facts = std::to_array<Fact>({
    {"field", R"("price")"},
    {"reason", R"("too_many_places")"},
    {"needed", R"("order:create")"},
    {"available", R"("10.00000000")"},
    {"asset", R"("USDT")"},
    {"server_time", "1795168800000"},
    {"skew_ms", "-7200000"},
    {"allowed_ms", "5000"},
    {"retry_after", "3"},
    {"client_ip", R"("192.0.2.7")"},
    {"use_host", R"("api.example.com")"},
    {"key_environment", R"("live")"},
    {"allow", R"("GET, HEAD")"},
    {"canonical_sha256", R"("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")"},
});

std::string_view fact_example(std::string_view name) {
    const auto found = std::ranges::find(known_facts, name, &Fact::name);
    return found == known_facts.end() ? R"("...")" : found->example;
}

template <class Visit>
void each_fact(std::string_view facts, Visit&& visit) {
    while (!facts.empty()) {
        const std::size_t end = std::min(facts.find(", "), facts.size());
        visit(facts.substr(0, end));
        facts.remove_prefix(std::min(end + 2, facts.size()));
    }
}

constexpr std::string_view title_of(unsigned status) {
    switch (status) {
        case 400:
            return "It is not a request that can be understood.";
        case 401:
            return "Who asks is not proved.";
        case 403:
            return "Not allowed.";
        case 404:
            return "There is no such thing.";
        case 409:
            return "An equal request is on its way.";
        case 422:
            return "Understood, and cannot be.";
        case 429:
            return "The request budget is used up.";
        case 503:
            return "Not executed; the same request may be sent again.";
        default:
            return "Not done.";
    }
}

void tell_problem_example(Json& json, const RefusalRow& row) {
    const std::string_view code = core::name_of(row.reject);
    json.begin_object();
    json.text("type", docs_of(row.reject));
    json.text("title", code);
    json.number("status", row.status);
    json.text("detail", row.detail);
    json.text("next", row.next);
    json.text("code", code);
    json.text("class", name_of(row.kind));
    json.boolean("retryable", row.retry == Retry::later || row.retry == Retry::same_key);
    json.text("retry", name_of(row.retry));
    json.text("request_id", "3f0c9a51d2e84b76");
    json.text("docs", docs_of(row.reject));
    each_fact(row.facts, [&](std::string_view fact) { json.raw(fact, fact_example(fact)); });
    json.end_object();
}

using Codes = std::vector<core::Reject>;

void tell_problem_of(Json& json, const Codes& codes) {
    json.begin_object();
    json.text("$ref", "#/components/schemas/Problem");
    json.name("properties");
    json.begin_object();
    json.name("code");
    json.begin_object();
    json.name("enum");
    json.begin_array();
    for (const core::Reject code : codes) json.text(core::name_of(code));
    json.end_array();
    json.end_object();
    json.end_object();
    json.end_object();
}

void tell_status(Json& json, const Operation& row, unsigned status, const Codes& codes) {
    std::string about{title_of(status)};
    for (const core::Reject code : codes) {
        about += about.ends_with('.') ? " " : ", ";
        about += "[`" + std::string{core::name_of(code)} + "`](" + docs_of(code) + ")";
    }
    json.name(std::to_string(status));
    json.begin_object();
    json.text("description", about);
    tell_header_refs(json, row, status);
    json.name("content");
    json.begin_object();
    json.name("application/problem+json");
    json.begin_object();
    json.name("schema");
    tell_problem_of(json, codes);
    json.name("examples");
    json.begin_object();
    for (const core::Reject code : codes) {
        json.name(core::name_of(code));
        tell_ref(json, "examples", core::name_of(code));
    }
    json.end_object();
    json.end_object();
    json.end_object();
    json.end_object();
}

void tell_words(Json& json, std::string_view name, std::initializer_list<std::string_view> words) {
    json.name(name);
    json.begin_object();
    json.text("type", "string");
    json.name("enum");
    json.begin_array();
    for (const std::string_view word : words) json.text(word);
    json.end_array();
    json.end_object();
}

void tell_facts(Json& json) {
    std::set<std::string_view> told;
    const auto tell = [&](std::string_view name) {
        if (!told.insert(name).second) return;
        json.name(name);
        json.begin_object();
        json.text("description", "a fact of some codes: see their examples");
        json.end_object();
    };
    for (const RefusalRow& row : refusals()) each_fact(row.facts, tell);
    for (const Fact& fact : known_facts) tell(fact.name);
}

}  // namespace

void tell_refusals(Json& json, const Operation& row) {
    std::map<unsigned, Codes> by_status;
    for (const core::Reject code : refusals_of(row)) {
        by_status[row_of(code).status].push_back(code);
    }
    for (const auto& [status, codes] : by_status) tell_status(json, row, status, codes);
}

void tell_problem_schema(Json& json) {
    json.name("Problem");
    json.begin_object();
    json.text("type", "object");
    json.text("description", "A refusal, as RFC 9457 has it. Facts of its code come beside.");
    json.name("properties");
    json.begin_object();
    for (const char* name : {"type", "title", "detail", "next", "request_id", "docs"}) {
        json.raw(name, R"({"type":"string"})");
    }
    json.raw("status", R"({"type":"integer"})");
    json.raw("retryable", R"({"type":"boolean","description":"the very same may do later"})");
    tell_words(json, "class", {"malformed", "refused", "rejected", "unavailable", "broken"});
    tell_words(json, "retry", {"never", "later", "after_fix", "same_key"});
    json.name("code");
    json.begin_object();
    json.text("type", "string");
    json.name("enum");
    json.begin_array();
    for (const RefusalRow& row : refusals()) json.text(core::name_of(row.reject));
    json.end_array();
    json.end_object();
    tell_facts(json);
    json.end_object();
    json.raw("required",
             R"(["type","title","status","detail","next","code","class","retryable","retry",)"
             R"("request_id","docs"])");
    json.end_object();
}

void tell_problem_examples(Json& json) {
    for (const RefusalRow& row : refusals()) {
        json.name(core::name_of(row.reject));
        json.begin_object();
        json.text("summary", row.detail);
        json.name("value");
        tell_problem_example(json, row);
        json.end_object();
    }
}

}  // namespace api::openapi
