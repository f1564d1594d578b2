// WS /v1/stream: what everybody may hear, and the memory that lets clients resume.
//
//     Streams streams{house, gate, budget, hub};
//     hub.add(streams);
//     Front front{house, {&native}, {&streams}};   // whose upgrade() makes the conversations
//
// Channels of one market: trades, book, book_ticker at once, record by record; ticker and candles
// every second. One of all markets: markets. An update is encoded once for all who hear it, and
// carries the sequence of its record.
//
// Who comes anew gets a snapshot, taken from the live view, which may be ahead of the street: his
// updates begin behind it. Who resumes gets what he missed from the ring, or a `gap` and a
// snapshot where the ring does not reach, or where it is more than he could be sent at once.
//
// An account stays watched for two minutes after its last stream, so that its orders and balances
// can be resumed as well.
//
// Threads: the street, but for upgrade() and what is said to be otherwise.
#pragma once

#include <map>
#include <set>
#include <variant>

#include "api/access/budget.hpp"
#include "api/access/gate.hpp"
#include "api/dialects/dialect.hpp"
#include "api/dialects/native/stream_ring.hpp"
#include "api/dialects/native/stream_texts.hpp"
#include "api/dialects/touches.hpp"
#include "api/operations/stream_sessions.hpp"
#include "api/streams/hub.hpp"
#include "api/streams/topic.hpp"

namespace api::native {

class Streams final : public Feed, public SocketDoor {
  public:
    Streams(House& house, Gate& gate, NativeBudget& budget, Hub& hub, RingLimits limits = {});

    bool takes(std::string_view path) const override { return path == "/v1/stream"; }
    std::variant<Response, Upgrade> upgrade(const Request& request, const Arrival& arrival,
                                            std::shared_ptr<Socket> socket) override;

    void hear(const views::RecordNews& news) override;
    void flush(const Flush& flush) override;
    void lose() override;

    // --- for the conversations

    House& house() { return house_; }
    Gate& gate() { return gate_; }
    NativeBudget& budget() { return budget_; }
    Hub& hub() { return hub_; }
    Touches& touches() { return touches_; }

    void welcome(const std::shared_ptr<Socket>& socket);
    void forget(const Socket& socket);
    // Acknowledges, and tells how it stands or what was missed.
    void join(const StreamAsk& ask, const std::shared_ptr<Socket>& socket);
    void leave(const Subject& subject, const Socket& socket);

    void watch(core::AccountId account);
    void unwatch(core::AccountId account);
    // Private: replays where that is possible, else tells the gap and how it stands. The sequence
    // that updates follow on.
    core::Sequence join(const StreamAsk& ask, Socket& socket, const Eyes& eyes);

  private:
    struct Public {
        Topic topic{""};
        struct Waiting {
            std::shared_ptr<Socket> socket;
            core::Sequence after;  // what his snapshot has seen
        };
        std::vector<Waiting> waiting{};
        core::Timestamp since{};  // candles: the first that may still change
    };
    struct Watched {
        ListenerId listener{};
        core::Sequence since;  // its news are complete from here on
        std::size_t streams{};
        core::Timestamp until{core::never};
    };

    void tell(const Subject& subject, const views::RecordNews& news);
    void tell_by_the_second(const StreetTime& time);
    std::string standing(const Subject& subject, Public& topic, const StreetTime& time);
    void hear_of(core::AccountId account, Watched& watched);
    bool replays(const StreamAsk& ask, Socket& socket, const Eyes& eyes);

    House& house_;
    Gate& gate_;
    NativeBudget& budget_;
    Hub& hub_;
    Touches touches_;

    std::map<Subject, Public> topics_;
    Topic everybody_{"heartbeat"};
    StreamRing ring_;
    core::Stamp heard_;
    std::set<core::MarketId> changed_;  // since the last second
    std::map<core::AccountId, Watched> watched_;
};

}  // namespace api::native
