// The native dialect, /v1: the operations table as HTTP and JSON. docs/api/native.md tells it to
// people.
//
//     NativeDialect native{house, gate, budget};
//
// Order: path and method, who asks (gate, or the peer of the control socket), request budget, what
// the row asks of the key, the fields, the key's constraints, the handler.
// Strangers are told `unauthorized` and the hash of what they should have signed; the exact cause
// goes to the audit. Whoever proved a signature hears the exact cause.
//
// Threads: any, at once. Cost of a signed read: about 2 us over the signature itself.
#pragma once

#include <string>
#include <unistd.h>

#include "api/dialects/admission.hpp"
#include "api/dialects/dialect.hpp"
#include "api/dialects/touches.hpp"
#include "api/operations/call.hpp"

namespace api {

namespace native {
class Fields;
}

struct NativeOptions {
    std::uint32_t server_uid{::geteuid()};  // whose processes are the operator's, besides root's
    std::string live_host{};  // where keys of the other environment are sent: wrong_environment
    std::string test_host{};
};

class NativeDialect final : public Dialect {
  public:
    NativeDialect(House& house, Gate& gate, NativeBudget& budget, NativeOptions options = {});

    bool owns(std::string_view path) const override;
    void handle(const Request& request, Reply reply) override;
    Response refuse(core::Reject why, std::string_view request_id) const override;

  private:
    struct Visit;

    void everybody(Visit&& visit);
    void by_key(Visit&& visit);
    void by_session(Visit&& visit);
    void by_operator(Visit&& visit);
    void touch(const core::Session& session, const Caller& caller, core::Timestamp now);
    // `proof` of the key, unless somebody else asks.
    void run(Visit&& visit, const Caller& asking, const Proof* proof);

    Answer<Caller> judged(Visit& visit, const Proof* proof, Caller caller,
                          native::Fields& fields) const;
    Answer<void> read_factor(const Visit& visit, Caller& caller) const;
    Answer<void> take_budget(Visit& visit, const NativeShare& share) const;
    void deny(Visit&& visit, const Denial& denial);
    views::AccessRow& log(Visit& visit) const;
    void turn_away(Visit&& visit, const Refusal& told, core::Reject exact);
    void answer(Reply& reply, std::string headers, Answer<Told>&& told);
    core::Sequence seen() const;

    House& house_;
    Gate& gate_;
    NativeBudget& budget_;
    NativeOptions options_;
    Touches touches_;
};

}  // namespace api
