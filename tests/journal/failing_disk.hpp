// A real disk whose Nth operation fails, as it may on a bad day: a write half done, a sync refused.
#pragma once

#include <cerrno>
#include <memory>
#include <string>

#include "journal/disk.hpp"

namespace journal::testing {

class FailingDisk : public Disk {
  public:
    // Operation `fails_at` (1, 2, 3 ...) fails with this errno; none does for 0.
    FailingDisk(Disk& disk, std::uint64_t fails_at, int code)
        : disk_(disk), fails_at_(fails_at), code_(code) {}

    std::uint64_t operations() const { return count_; }
    // The `steps`th operation from now on fails.
    void fail_after(std::uint64_t steps) { fails_at_ = count_ + steps; }

    Disked<std::unique_ptr<Lock>> lock() override { return disk_.lock(); }
    Disked<> make_directory(const std::string& name) override {
        if (fails()) return failed("make", name);
        return disk_.make_directory(name);
    }
    Disked<std::vector<std::string>> list(const std::string& directory) override {
        if (fails()) return failed("list", directory);
        return disk_.list(directory);
    }
    Disked<std::unique_ptr<File>> create(const std::string& name) override {
        if (fails()) return failed("create", name);
        return watched(disk_.create(name), name);
    }
    Disked<std::unique_ptr<File>> open(const std::string& name) override {
        if (fails()) return failed("open", name);
        return watched(disk_.open(name), name);
    }
    Disked<std::unique_ptr<File>> open_to_read(const std::string& name) override {
        if (fails()) return failed("open", name);
        return watched(disk_.open_to_read(name), name);
    }
    Disked<> rename(const std::string& from, const std::string& to) override {
        if (fails()) return failed("rename", from);
        return disk_.rename(from, to);
    }
    Disked<> remove(const std::string& name) override {
        if (fails()) return failed("remove", name);
        return disk_.remove(name);
    }
    Disked<> sync_directory(const std::string& name) override {
        if (fails()) return failed("sync", name);
        return disk_.sync_directory(name);
    }
    Disked<std::uint64_t> free_bytes() override {
        if (fails()) return failed("look at", "");
        return disk_.free_bytes();
    }
    std::string path_of(const std::string& name) const override { return disk_.path_of(name); }

  private:
    class WatchedFile : public File {
      public:
        WatchedFile(FailingDisk& disk, std::unique_ptr<File> file, std::string name)
            : disk_(disk), file_(std::move(file)), name_(std::move(name)) {}

        Disked<std::uint64_t> size() override { return file_->size(); }
        Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
            if (disk_.fails()) return disk_.failed("read", name_);
            return file_->read(offset, into);
        }
        Disked<> write(std::uint64_t offset, base::BytesView bytes) override {
            if (disk_.fails()) {
                (void)file_->write(offset, bytes.first(bytes.size() / 2));
                return disk_.failed("write", name_);
            }
            return file_->write(offset, bytes);
        }
        Disked<> fill_zero(std::uint64_t offset, std::uint64_t bytes) override {
            if (disk_.fails()) {
                (void)file_->fill_zero(offset, bytes / 2);
                return disk_.failed("write", name_);
            }
            return file_->fill_zero(offset, bytes);
        }
        Disked<> sync() override {
            if (disk_.fails()) return disk_.failed("sync", name_);
            return file_->sync();
        }

      private:
        FailingDisk& disk_;
        std::unique_ptr<File> file_;
        std::string name_;
    };

    bool fails() { return ++count_ == fails_at_; }
    std::unexpected<DiskError> failed(std::string_view operation, const std::string& name) const {
        return std::unexpected(
            DiskError{.operation = operation, .file = path_of(name), .code = code_});
    }
    Disked<std::unique_ptr<File>> watched(Disked<std::unique_ptr<File>> file,
                                          const std::string& name) {
        if (!file) return file;
        return std::make_unique<WatchedFile>(*this, *std::move(file), name);
    }

    Disk& disk_;
    std::uint64_t fails_at_;
    int code_;
    std::uint64_t count_{};
};

}  // namespace journal::testing
