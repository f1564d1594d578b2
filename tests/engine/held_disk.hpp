// A real disk that waits to be let on, and that can seem to be full.
//
//     disk.hold();                    // from now on every sync waits
//     engine.submit(...);
//     disk.wait_until_held();         // the engine is in that sync
//     disk.release();
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "journal/disk.hpp"

namespace engine::testing {

class HeldDisk final : public journal::Disk {
  public:
    explicit HeldDisk(journal::Disk& disk) : disk_{disk} {}

    void hold() {
        const std::lock_guard lock{mutex_};
        holding_ = true;
    }
    void release() {
        {
            const std::lock_guard lock{mutex_};
            holding_ = false;
        }
        changed_.notify_all();
    }
    void wait_until_held() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return waiting_ > 0; });
    }
    void set_free_bytes(std::uint64_t bytes) { free_ = bytes; }

    journal::Disked<std::unique_ptr<journal::Lock>> lock() override { return disk_.lock(); }
    journal::Disked<> make_directory(const std::string& name) override {
        return disk_.make_directory(name);
    }
    journal::Disked<std::vector<std::string>> list(const std::string& directory) override {
        return disk_.list(directory);
    }
    journal::Disked<std::unique_ptr<journal::File>> create(const std::string& name) override {
        return held(disk_.create(name));
    }
    journal::Disked<std::unique_ptr<journal::File>> open(const std::string& name) override {
        return held(disk_.open(name));
    }
    journal::Disked<std::unique_ptr<journal::File>> open_to_read(const std::string& name) override {
        return disk_.open_to_read(name);
    }
    journal::Disked<> rename(const std::string& from, const std::string& to) override {
        return disk_.rename(from, to);
    }
    journal::Disked<> remove(const std::string& name) override { return disk_.remove(name); }
    journal::Disked<> sync_directory(const std::string& name) override {
        return disk_.sync_directory(name);
    }
    journal::Disked<std::uint64_t> free_bytes() override { return free_.load(); }
    std::string path_of(const std::string& name) const override { return disk_.path_of(name); }

  private:
    class HeldFile final : public journal::File {
      public:
        HeldFile(HeldDisk& disk, std::unique_ptr<journal::File> file)
            : disk_{disk}, file_{std::move(file)} {}
        journal::Disked<std::uint64_t> size() override { return file_->size(); }
        journal::Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
            return file_->read(offset, into);
        }
        journal::Disked<> write(std::uint64_t offset, base::BytesView bytes) override {
            return file_->write(offset, bytes);
        }
        journal::Disked<> fill_zero(std::uint64_t offset, std::uint64_t bytes) override {
            return file_->fill_zero(offset, bytes);
        }
        journal::Disked<> sync() override {
            disk_.wait_to_be_let_on();
            return file_->sync();
        }

      private:
        HeldDisk& disk_;
        std::unique_ptr<journal::File> file_;
    };

    void wait_to_be_let_on() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !holding_; });
        --waiting_;
    }
    journal::Disked<std::unique_ptr<journal::File>> held(
        journal::Disked<std::unique_ptr<journal::File>> file) {
        if (!file) return file;
        return std::make_unique<HeldFile>(*this, *std::move(file));
    }

    journal::Disk& disk_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool holding_{};
    int waiting_{};
    std::atomic<std::uint64_t> free_{std::uint64_t{1} << 40};
};

}  // namespace engine::testing
