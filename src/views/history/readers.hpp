// A few read-only connections, lent to whoever asks.
//
//     readers.ask([&](Reader& reader) { return reader.order(id); })   // or unavailable
//
// Connections are made when first needed and thrown away when they fail. close() waits for those
// that are lent, so that the file can be replaced; until open() every question is unavailable.
//
// Threads  any. A question waits while all connections are lent; each is lent for one question.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "views/history/reader.hpp"

namespace views {

class Readers {
  public:
    Readers(std::filesystem::path file, std::size_t count)
        : file_{std::move(file)}, count_{count} {}

    template <class Ask>
    auto ask(Ask&& ask) -> Found<std::invoke_result_t<Ask, Reader&>> {
        std::unique_ptr<Reader> reader = borrow();
        if (!reader) return std::unexpected(HistoryError::unavailable);
        auto answer = ask(*reader);
        const bool ok = reader->ok();
        give_back(std::move(reader));
        if (!ok) return std::unexpected(HistoryError::unavailable);
        return answer;
    }

    void close();
    void open();

  private:
    std::unique_ptr<Reader> borrow();
    void give_back(std::unique_ptr<Reader> reader);

    const std::filesystem::path file_;
    const std::size_t count_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Reader>> free_;
    std::size_t lent_{};
    bool closed_{};
};

}  // namespace views
