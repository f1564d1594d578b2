#include "views/history/readers.hpp"

namespace views {

std::unique_ptr<Reader> Readers::borrow() {
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return closed_ || lent_ < count_; });
        if (closed_) return nullptr;
        ++lent_;
        if (!free_.empty()) {
            std::unique_ptr<Reader> reader = std::move(free_.back());
            free_.pop_back();
            return reader;
        }
    }
    return std::make_unique<Reader>(file_);
}

void Readers::give_back(std::unique_ptr<Reader> reader) {
    if (!reader->ok()) reader.reset();
    {
        const std::lock_guard lock{mutex_};
        --lent_;
        if (reader && !closed_) free_.push_back(std::move(reader));
    }
    changed_.notify_all();
}

void Readers::close() {
    std::unique_lock lock{mutex_};
    closed_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return lent_ == 0; });
    free_.clear();
}

void Readers::open() {
    const std::lock_guard lock{mutex_};
    closed_ = false;
}

}  // namespace views
