// A disk in memory that can lose power.
//
// It keeps apart what is durable from what is only on its way, and makes images of what a power
// cut may leave: any subset of the writes not yet synced, each torn at sectors of 512 bytes, and
// any subset of the creations, renames and removals whose directory was not synced. Nothing is
// granted that POSIX does not promise: syncing a file does not make its name durable.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/prng.hpp"
#include "journal/disk.hpp"

namespace journal::testing {

class SimulatedDisk : public Disk {
  public:
    SimulatedDisk() = default;

    // What may be there after a power cut at this moment. The image is a disk of its own.
    std::unique_ptr<SimulatedDisk> after_power_cut(base::Prng& prng) const;

    // Called after each operation that changes something.
    void on_change(std::function<void()> call) { on_change_ = std::move(call); }
    // No file may be made that passes this many bytes on the whole disk.
    void limit(std::uint64_t bytes) { capacity_ = bytes; }
    // The bytes of a file, to look at and to damage; durable as they are.
    base::Bytes& bytes_of(const std::string& name) { return names_.at(name)->bytes; }
    bool has(const std::string& name) const { return names_.contains(name); }
    void forget(const std::string& name);  // as if it had never been

    Disked<std::unique_ptr<Lock>> lock() override;
    Disked<> make_directory(const std::string&) override { return {}; }
    Disked<std::vector<std::string>> list(const std::string& directory) override;
    Disked<std::unique_ptr<File>> create(const std::string& name) override;
    Disked<std::unique_ptr<File>> open(const std::string& name) override;
    Disked<std::unique_ptr<File>> open_to_read(const std::string& name) override;
    Disked<> rename(const std::string& from, const std::string& to) override;
    Disked<> remove(const std::string& name) override;
    Disked<> sync_directory(const std::string& name) override;
    Disked<std::uint64_t> free_bytes() override { return capacity_ - used_bytes(); }
    std::string path_of(const std::string& name) const override { return "simulated/" + name; }

  private:
    friend class SimulatedFile;
    struct Write {
        std::uint64_t offset{};
        base::Bytes bytes;
    };
    struct Inode {
        base::Bytes bytes;    // as a reader sees them
        base::Bytes durable;  // as they are when all pending writes are lost
        std::vector<Write> pending;
    };
    using Names = std::map<std::string, std::shared_ptr<Inode>>;
    struct NameChange {  // `from` empty: created; `to` empty: removed
        std::string from;
        std::string to;
        std::shared_ptr<Inode> inode;
    };

    static void apply(Names& names, const NameChange& change);
    static base::Bytes torn(const Inode& inode, base::Prng& prng, std::uint64_t kept_of_8);
    std::uint64_t used_bytes() const;
    void change_name(NameChange change);
    void changed() {
        if (on_change_) on_change_();
    }

    Names names_;
    Names durable_names_;
    std::vector<NameChange> pending_names_;
    std::uint64_t capacity_ = std::uint64_t{1} << 40;
    std::function<void()> on_change_;
    bool locked_{};
};

}  // namespace journal::testing
