// One connection to the streams: what it has subscribed to, and its conversation.
//
//     io thread    on_text: reads the request, hands it to the street
//     street       obeys, answers; so an answer comes before the first update that it promised
//
// A listen key is the name of a stream too: the events of its account.
#pragma once

#include <map>

#include "api/dialects/binance/listen_keys.hpp"
#include "api/dialects/binance/market_streams.hpp"
#include "api/dialects/binance/stream_addresses.hpp"
#include "api/dialects/binance/stream_requests.hpp"
#include "api/streams/hub.hpp"

namespace api::binance {

class UserStreams;

// What connections share. Outlives them.
struct StreamParts {
    Hub& hub;
    MarketStreams& markets;
    UserStreams& users;
};

class StreamSession final : public SocketHandler,
                            public std::enable_shared_from_this<StreamSession> {
  public:
    StreamSession(const StreamParts& parts, std::shared_ptr<Socket> socket, StreamAddress address);

    // Subscribes to what its address names.
    void begin();

    void on_text(std::string_view text) override;
    void on_ending() override;
    void on_closed(SocketEnd end) override;

    // --- the street

    core::IpAddress client() const { return socket_->client(); }
    void tell_account(const std::string& listen_key, const views::RecordNews& news,
                      const Listening& whom);
    // The last event of a listen key's stream. A connection that has nothing left is closed.
    void end_account(const std::string& listen_key, const std::string& event);
    // Something that it should have told was lost.
    void cut_off();
    TimeUnit unit() const { return unit_; }

  private:
    using Read = std::expected<StreamRequest, StreamFault>;

    void obey(const Read& read);
    void subscribe(const StreamRequest& request);
    void open(const std::string& name);
    void close(const std::string& name);
    void set_wrapping(Wrapping wrapping);
    void leave();
    std::string list() const;
    Subscriber subscriber() const { return {socket_, wrapping_, unit_}; }
    void say(std::string_view text) { socket_->send(text_message(text)); }
    void say(std::string_view stream, std::string_view event);

    StreamParts parts_;
    std::shared_ptr<Socket> socket_;
    StreamRequestReader reader_;
    // The street's own.
    std::vector<std::string> first_names_;
    Wrapping wrapping_{};
    TimeUnit unit_{};
    std::map<std::string, ListenerId> names_;  // none: not a listen key that is good
    bool left_{};
};

}  // namespace api::binance
