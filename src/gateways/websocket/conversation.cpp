#include "gateways/websocket/conversation.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.hpp"

namespace gateways::websocket {
namespace {

using api::CloseCode;
using api::SocketEnd;

// A conversation that is written to all the time must let others have their turn.
constexpr int rounds_max = 8;

Instant after(Instant now, Milliseconds limit) {
    return limit == Milliseconds{} ? never : now + limit;
}

std::string_view sentence(CloseCode fault) {
    switch (fault) {
        case CloseCode::unsupported:
            return "only text messages are understood here";
        case CloseCode::bad_text:
            return "a text message is UTF-8";
        case CloseCode::too_big:
            return "the message is too large";
        case CloseCode::protocol_error:
        case CloseCode::normal:
        case CloseCode::going_away:
        case CloseCode::policy:
        case CloseCode::internal_error:
        case CloseCode::try_again_later:
            break;
    }
    return "this is no WebSocket frame (RFC 6455)";
}

}  // namespace

Conversation::Conversation(std::shared_ptr<Line> line, api::Upgrade upgrade)
    : line_{std::move(line)},
      handler_{std::move(upgrade.handler)},
      limits_{upgrade.limits},
      reader_{limits_.message_bytes_max} {
    CHECK(handler_ != nullptr);
    line_->open(limits_.queued_bytes_max);
}

Conversation::~Conversation() { hung_up(); }

void Conversation::start(Moment now) {
    ping_at_ = after(now.instant, limits_.ping_interval);
    ends_at_ = after(now.instant, limits_.lifetime);
}

// ---- what the client says

void Conversation::received(std::span<char> bytes, Moment now) {
    line_->attend();
    while (stage_ != Stage::leaving) {
        const auto arrived = reader_.read(bytes);
        if (!arrived) {
            return say_goodbye(arrived.error(), sentence(arrived.error()), SocketEnd::faulty, now);
        }
        if (!*arrived) return;
        take(**arrived, now);
    }
}

void Conversation::take(const Arrived& arrived, Moment now) {
    if (arrived.kind == Opcode::close) return answer_close(arrived.payload, now);
    if (is_one_too_many(now)) {
        return say_goodbye(CloseCode::policy, "too many messages", SocketEnd::flooded, now);
    }
    if (arrived.kind == Opcode::ping) {
        outgoing_.push(control_message(Opcode::pong, arrived.payload));
    } else if (arrived.kind == Opcode::pong) {
        pong_by_ = never;
    } else {
        handler_->on_text(arrived.payload);
        pick_up(now);  // it may have said goodbye
    }
}

void Conversation::answer_close(std::string_view payload, Moment now) {
    const auto code = read_close(payload);
    if (!code) return say_goodbye(code.error(), sentence(code.error()), SocketEnd::faulty, now);
    const auto normal = static_cast<std::uint16_t>(CloseCode::normal);
    say_goodbye(code->value_or(normal), {}, SocketEnd::left, now);
}

bool Conversation::is_one_too_many(Moment now) {
    if (limits_.messages_per_second_max == 0) return false;
    if (now.instant >= second_ends_) {
        second_ends_ = now.instant + std::chrono::seconds{1};
        messages_in_second_ = 0;
    }
    return ++messages_in_second_ > limits_.messages_per_second_max;
}

// ---- time

Instant Conversation::due() const {
    if (stage_ == Stage::leaving) return gone_by_;
    return std::min({ping_at_, pong_by_, ends_at_});
}

void Conversation::time_passed(Moment now) {
    if (stage_ == Stage::leaving) {
        is_out_of_time_ = now.instant >= gone_by_;
        return;
    }
    line_->attend();
    if (now.instant >= pong_by_) {
        return say_goodbye(CloseCode::policy, "no pong came", SocketEnd::silent, now);
    }
    if (now.instant >= ends_at_) {
        if (stage_ == Stage::open) return end(now, limits_.ending_notice);
        return say_goodbye(CloseCode::going_away, "time is over", SocketEnd::ended, now);
    }
    if (now.instant >= ping_at_) ping(now);
}

void Conversation::ping(Moment now) {
    outgoing_.push(control_message(Opcode::ping, std::to_string(now.unix_time.count())));
    ping_at_ = after(now.instant, limits_.ping_interval);
    if (pong_by_ == never) pong_by_ = after(now.instant, limits_.pong_timeout);
}

void Conversation::end(Moment now, Milliseconds notice_max) {
    if (stage_ == Stage::leaving) return;
    line_->attend();
    const Instant ends_at = now.instant + std::min(limits_.ending_notice, notice_max);
    if (stage_ == Stage::ending) {
        ends_at_ = std::min(ends_at_, ends_at);
        return;
    }
    stage_ = Stage::ending;
    ends_at_ = ends_at;
    handler_->on_ending();
}

// ---- what the client is told

Next Conversation::write(int socket, Moment now) {
    for (int round = 0; round < rounds_max; ++round) {
        pick_up(now);
        switch (outgoing_.write(socket)) {
            case Written::broken:
                return Next::cut_off;
            case Written::some:
                if (is_out_of_time_) return Next::cut_off;
                line_->keep_count(outgoing_.bytes());
                // Pongs wait too, and no line counts them.
                if (line_->queued_bytes() > limits_.queued_bytes_max) cut_short(now);
                return Next::write_more;
            case Written::all:
                if (stage_ == Stage::leaving) return Next::linger;
                if (line_->rest()) return Next::listen;
        }
    }
    return Next::write_more;
}

void Conversation::pick_up(Moment now) {
    const auto [is_too_much, goodbye] = line_->pick_up(outgoing_.messages());
    if (is_too_much) return cut_short(now);
    if (goodbye) say_goodbye(goodbye->code, goodbye->reason, SocketEnd::closed, now);
}

void Conversation::cut_short(Moment now) {
    if (stage_ == Stage::leaving) return;
    line_->hang_up();
    outgoing_.drop();
    say_goodbye(CloseCode::policy, "slow consumer", SocketEnd::slow, now);
}

void Conversation::say_goodbye(CloseCode code, std::string_view reason, SocketEnd end, Moment now) {
    say_goodbye(static_cast<std::uint16_t>(code), reason, end, now);
}

void Conversation::say_goodbye(std::uint16_t code, std::string_view reason, SocketEnd end,
                               Moment now) {
    stage_ = Stage::leaving;
    gone_by_ = now.instant + goodbye_timeout;
    line_->pick_up(outgoing_.messages());
    line_->hang_up();
    outgoing_.push(close_message(code, reason));
    tell_end(end);
}

void Conversation::hung_up() {
    line_->hang_up();
    tell_end(stage_ == Stage::ending ? SocketEnd::ended : SocketEnd::left);
    stage_ = Stage::leaving;
}

void Conversation::tell_end(SocketEnd end) {
    if (const auto handler = std::exchange(handler_, nullptr)) handler->on_closed(end);
}

}  // namespace gateways::websocket
