#include "api/dialects/native/stream_words.hpp"

#include "api/operations/named.hpp"

namespace api::native {
namespace {

using enum FieldPlace;

constexpr Field op{"op", body, FieldType::choice, true, "login|subscribe|unsubscribe|list|ping"};
constexpr Field own_id{.name = "id", .place = body, .type = FieldType::text, .bytes_max = 64};
constexpr Field channel{"channel", body, FieldType::choice, true,
                        "trades|book|book_ticker|ticker|candles|markets|orders|balances|lists"};
constexpr Field market{"market", body, FieldType::market};
constexpr Field interval{"interval", body, FieldType::choice, false,
                         "1s|1m|3m|5m|15m|30m|1h|2h|4h|6h|8h|12h|1d|3d|1w|1M"};
constexpr Field resume_from{"resume_from", body, FieldType::id};

constexpr Field login_fields[] = {
    op,
    own_id,
    {"key", body, FieldType::text},
    {"timestamp", body, FieldType::text},
    {"nonce", body, FieldType::text},
    {"signature", body, FieldType::text},
    {"token", body, FieldType::text},
    {"cancel_on_disconnect", body, FieldType::choice, false, "none|key|session"}};
constexpr Field subscribe_fields[] = {op, own_id, channel, market, interval, resume_from};
constexpr Field unsubscribe_fields[] = {op, own_id, channel, market, interval};
constexpr Field plain_fields[] = {op, own_id};

std::span<const Field> fields_of(Op what) {
    switch (what) {
        case Op::login:
            return login_fields;
        case Op::subscribe:
            return subscribe_fields;
        case Op::unsubscribe:
            return unsubscribe_fields;
        case Op::list:
        case Op::ping:
            break;
    }
    return plain_fields;
}

Answer<Login> read_login(const Inputs& inputs) {
    Login login;
    TRY(login.on_disconnect, read_choice_or(inputs, "cancel_on_disconnect", OnDisconnect::none));
    if (inputs.has("token")) {
        for (const std::string_view other : {"key", "timestamp", "nonce", "signature"}) {
            if (inputs.has(other)) return malformed(other, "not_beside_token");
        }
        login.token = inputs.text_or("token", {});
        return login;
    }
    TRY(login.key, inputs.text("key"));
    TRY(login.timestamp, inputs.text("timestamp"));
    TRY(login.nonce, inputs.text("nonce"));
    TRY(login.signature, inputs.text("signature"));
    return login;
}

Answer<Subject> read_subject(const core::State& state, const Inputs& inputs) {
    Subject subject;
    TRY(subject.channel, read_choice<Channel>(inputs, "channel"));
    if (is_of_market(subject.channel)) {
        TRY(const core::Market* named, read_market(state, inputs));
        subject.market = named->id;
    } else if (inputs.has("market")) {
        return malformed("market", "not_of_this_channel");
    }
    if (subject.channel == Channel::candles) {
        TRY(const std::string_view text, inputs.text("interval"));
        subject.interval = views::interval_named(text).value();
    } else if (inputs.has("interval")) {
        return malformed("interval", "not_of_this_channel");
    }
    return subject;
}

}  // namespace

Answer<StreamAsk> read_ask(const core::State& state, const Inputs& inputs, std::string& id) {
    if (const Input* named = inputs.find("id"); named != nullptr && named->form == Form::text) {
        id = named->text.substr(0, 64);
    }
    StreamAsk ask;
    const Input* word = inputs.find("op");
    if (word == nullptr) return missing("op");
    const auto what = value_named<Op>(word->text);
    if (!what || word->form != Form::text) return malformed("op", "not_one_of");
    ask.op = *what;
    ask.id = id;
    TRY_OK(inputs.check(fields_of(ask.op)));
    if (ask.op == Op::login) {
        TRY(ask.login, read_login(inputs));
    }
    if (ask.op == Op::subscribe || ask.op == Op::unsubscribe) {
        TRY(ask.subject, read_subject(state, inputs));
    }
    if (inputs.has("resume_from")) {
        if (ask.subject.channel == Channel::ticker || ask.subject.channel == Channel::candles) {
            return malformed("resume_from", "not_of_this_channel");
        }
        TRY(const std::uint64_t from, inputs.integer("resume_from", INT64_MAX));
        ask.resume_from = core::Sequence{from};
    }
    return ask;
}

}  // namespace api::native
