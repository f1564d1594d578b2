#include "api/operations/onboarding_file.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "api/operations/json_writer.hpp"
#include "api/operations/words.hpp"
#include "base/result.hpp"

namespace api {
namespace {

namespace days = std::chrono;
using Date = days::year_month_day;

// Two letters each, in the order of the standard.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW";

constexpr std::size_t line_bytes_max = 200;
constexpr int adult_years = 18;
constexpr std::uint32_t owner_percent = 25;  // who owns as much is a beneficial owner

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

// "1815-12-10", and a day that there was.
bool read_date(std::string_view text, Date& date) {
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                        std::ranges::count_if(text, is_digit) == 8;
    if (!shaped) return false;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    read_number(text.substr(0, 4), year);
    read_number(text.substr(5, 2), month);
    read_number(text.substr(8, 2), day);
    date = Date{days::year{year}, days::month{month}, days::day{day}};
    return date.ok() && year >= 1900;
}

Date date_of(core::Timestamp now) {
    return Date{
        days::floor<days::days>(days::sys_time<days::nanoseconds>{days::nanoseconds{now.ns}})};
}

// Each says what is wrong with a text, and nothing when it is right.
using Wrong = std::string_view (*)(std::string_view text, Date today);

std::string_view wrong_line(std::string_view text, Date) {
    if (text.empty()) return "empty";
    if (text.size() > line_bytes_max) return "too_long";
    return std::ranges::any_of(text, is_control) ? "control_character" : "";
}

std::string_view wrong_country(std::string_view text, Date) {
    return is_country(text) ? "" : "not_a_country";
}

std::string_view wrong_birth(std::string_view text, Date today) {
    Date date;
    if (!read_date(text, date)) return "not_a_date";
    if (date > today) return "in_the_future";
    // Whoever was born on the 29th of February comes of age on the 1st of March.
    const Date of_age = date + days::years{adult_years};
    const bool adult =
        of_age.ok() ? of_age <= today : days::sys_days{of_age} <= days::sys_days{today};
    return adult ? "" : "under_age";
}

std::string_view wrong_expiry(std::string_view text, Date today) {
    Date date;
    if (!read_date(text, date)) return "not_a_date";
    return date > today ? "" : "expired";
}

std::string_view wrong_lei(std::string_view text, Date) { return is_lei(text) ? "" : "not_a_lei"; }

// Of a document, a register, an industry: letters, digits and what stands between them.
std::string_view wrong_code(std::string_view text, Date) {
    const auto fits = [](char c) {
        return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '/' ||
               c == '.' || c == ' ';
    };
    const bool ok = !text.empty() && text.size() <= 40 && std::ranges::all_of(text, fits);
    return ok ? "" : "not_a_code";
}

std::string_view wrong_choice(std::string_view, Date) { return {}; }  // judged by the row
std::string_view wrong_volume(std::string_view text, Date) {
    const bool ok = !text.empty() && text.size() <= 18 && std::ranges::all_of(text, is_digit);
    return ok ? "" : "not_a_number";
}

// --- parties

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = std::min(text.find(at), text.size());
        parts.push_back(text.substr(0, end));
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

struct Party {
    std::string_view kind;
    std::string_view name;
    std::string_view country;
    std::uint32_t share{};
    std::vector<std::string_view> controls;
};

bool has_control(const Party& party, std::string_view control) {
    return std::ranges::find(party.controls, control) != party.controls.end();
}

std::string_view read_party(std::string_view text, Date today, Party& party) {
    const auto parts = split(text, ';');
    if (parts.size() != 5) return "not_a_party";
    party = {parts[0], parts[1], parts[2], 0, split(parts[4], '+')};
    const bool kind_ok = party.kind == "person" || party.kind == "business";
    if (!kind_ok || !read_number(parts[3], party.share) || party.share > 100) return "not_a_party";
    if (const auto wrong = wrong_line(party.name, today); !wrong.empty()) return wrong;
    if (!is_country(party.country)) return "not_a_country";
    for (const std::string_view control : party.controls) {
        const bool known = control == "shareholder" || control == "director" || control == "ubo" ||
                           control == "signatory";
        if (!known) return "unknown_control";
    }
    const bool owns = party.kind == "person" && party.share >= owner_percent;
    return owns && !has_control(party, "ubo") ? "owner_without_ubo" : "";
}

Answer<void> write_parties(Json& json, const Inputs& inputs, Date today) {
    const auto texts = inputs.list("parties");
    if (texts.empty()) return missing("parties");
    std::uint32_t shares = 0;
    json.name("parties");
    json.begin_array();
    for (const std::string_view text : texts) {
        Party party;
        if (const auto wrong = read_party(text, today, party); !wrong.empty()) {
            return malformed("parties", wrong);
        }
        shares += party.share;
        if (shares > 100) return malformed("parties", "more_than_100_percent");
        json.begin_object();
        json.text("kind", party.kind);
        json.text("name", party.name);
        json.text("country", party.country);
        json.number("share_percent", party.share);
        json.name("controls");
        json.begin_array();
        for (const std::string_view control : party.controls) json.text(control);
        json.end_array();
        json.end_object();
    }
    json.end_array();
    return {};
}

// --- the two files

struct Item {
    std::string_view field;
    bool required{};
    Wrong wrong{};
};

constexpr Item address_items[] = {
    {"address", true, wrong_line},
    {"city", true, wrong_line},
    {"region", false, wrong_line},
    {"postal_code", false, wrong_line},
};
constexpr Item person_items[] = {
    {"first_name", true, wrong_line},
    {"last_name", true, wrong_line},
    {"other_names", false, wrong_line},
    {"native_name", false, wrong_line},
    {"birth_date", true, wrong_birth},
    {"birth_place", false, wrong_line},
    {"nationalities", true, wrong_country},
    {"residence", true, wrong_country},
    {"document_type", true, wrong_choice},
    {"document_number", true, wrong_code},
    {"document_country", true, wrong_country},
    {"document_expires", true, wrong_expiry},
    {"source_of_funds", true, wrong_choice},
    {"occupation", true, wrong_line},
    {"expected_monthly_volume", true, wrong_volume},
};
constexpr Item business_items[] = {
    {"legal_name", true, wrong_line},
    {"trade_names", false, wrong_line},
    {"registration_number", true, wrong_code},
    {"registration_authority", true, wrong_code},
    {"lei", false, wrong_lei},
    {"country", true, wrong_country},
    {"industry_code", true, wrong_code},
    {"source_of_funds", false, wrong_choice},
    {"expected_monthly_volume", false, wrong_volume},
};

Answer<void> write_item(Json& json, const Inputs& inputs, const Item& item, Date today) {
    const Input* input = inputs.find(item.field);
    if (input == nullptr) return item.required ? missing(item.field) : Answer<void>{};
    if (input->form != Form::list) {
        const auto wrong = item.wrong(input->text, today);
        if (!wrong.empty()) return malformed(item.field, wrong);
        json.text(item.field, input->text);
        return {};
    }
    if (input->list.empty() && item.required) return malformed(item.field, "empty");
    json.name(item.field);
    json.begin_array();
    for (const std::string_view text : input->list) {
        if (const auto wrong = item.wrong(text, today); !wrong.empty()) {
            return malformed(item.field, wrong);
        }
        json.text(text);
    }
    json.end_array();
    return {};
}

// What belongs to the other kind of customer was meant for another form.
Answer<void> check_no_others(const Inputs& inputs, std::span<const Item> own,
                             std::span<const Item> others, std::string_view reason) {
    for (const Item& item : others) {
        const bool shared = std::ranges::find(own, item.field, &Item::field) != own.end();
        if (!shared && inputs.has(item.field)) return malformed(item.field, reason);
    }
    return {};
}

Answer<void> write_file(Json& json, const Inputs& inputs, core::CustomerKind kind, Date today) {
    const bool person = kind == core::CustomerKind::person;
    const std::span<const Item> own =
        person ? std::span<const Item>{person_items} : std::span<const Item>{business_items};
    const std::span<const Item> others =
        person ? std::span<const Item>{business_items} : std::span<const Item>{person_items};
    TRY_OK(
        check_no_others(inputs, own, others, person ? "not_for_a_person" : "not_for_a_business"));
    if (person && inputs.has("parties")) return malformed("parties", "not_for_a_person");
    for (const Item& item : own) TRY_OK(write_item(json, inputs, item, today));
    for (const Item& item : address_items) TRY_OK(write_item(json, inputs, item, today));
    if (!person) TRY_OK(write_parties(json, inputs, today));
    return {};
}

}  // namespace

bool is_country(std::string_view code) {
    if (code.size() != 2 || !is_upper(code[0]) || !is_upper(code[1])) return false;
    const std::size_t at = countries.find(code);
    return at != std::string_view::npos;
}

bool is_lei(std::string_view text) {
    if (text.size() != 20) return false;
    unsigned rest = 0;
    for (const char c : text) {
        if (!is_digit(c) && !is_upper(c)) return false;
        const auto value = static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'A' + 10);
        rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
    }
    return is_digit(text[18]) && is_digit(text[19]) && rest == 1;
}

Answer<OnboardingFile> read_onboarding_file(const Inputs& inputs, core::Timestamp now) {
    OnboardingFile file;
    TRY(const std::string_view word, inputs.text("kind"));
    const auto kind = value_named<core::CustomerKind>(word);
    if (!kind) return malformed("kind", "not_one_of");
    file.kind = *kind;
    Json json{file.json};
    json.begin_object();
    json.text("kind", word);
    TRY_OK(write_file(json, inputs, file.kind, date_of(now)));
    json.end_object();
    const bool person = file.kind == core::CustomerKind::person;
    TRY(const std::string_view country, inputs.text(person ? "residence" : "country"));
    file.country = core::CountryCode{country};
    return file;
}

}  // namespace api
