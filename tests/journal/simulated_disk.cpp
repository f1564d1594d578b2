#include "journal/simulated_disk.hpp"

#include <algorithm>
#include <cerrno>

namespace journal::testing {
namespace {

constexpr std::size_t sector = 512;

std::unexpected<DiskError> failed(std::string_view operation, const std::string& file, int code) {
    return std::unexpected(DiskError{.operation = operation, .file = file, .code = code});
}

std::string directory_of(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

void put(base::Bytes& bytes, std::uint64_t offset, base::BytesView part) {
    if (bytes.size() < offset + part.size()) bytes.resize(offset + part.size());
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

class SimulatedFile : public File {
  public:
    SimulatedFile(SimulatedDisk& disk, std::string name,
                  std::shared_ptr<SimulatedDisk::Inode> inode)
        : disk_(disk), name_(std::move(name)), inode_(std::move(inode)) {}

    Disked<std::uint64_t> size() override { return inode_->bytes.size(); }
    Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
        if (offset + into.size() > inode_->bytes.size()) return failed("read", name_, EIO);
        std::copy_n(inode_->bytes.begin() + static_cast<std::ptrdiff_t>(offset), into.size(),
                    into.begin());
        return {};
    }
    Disked<> write(std::uint64_t offset, base::BytesView bytes) override {
        const std::uint64_t end = offset + bytes.size();
        const std::uint64_t grown = end - std::min<std::uint64_t>(end, inode_->bytes.size());
        if (grown > *disk_.free_bytes()) return failed("write", name_, ENOSPC);
        put(inode_->bytes, offset, bytes);
        inode_->pending.push_back({offset, base::Bytes(bytes.begin(), bytes.end())});
        disk_.changed();
        return {};
    }
    Disked<> fill_zero(std::uint64_t offset, std::uint64_t bytes) override {
        return write(offset, base::Bytes(bytes));
    }
    Disked<> sync() override {
        inode_->durable = inode_->bytes;
        inode_->pending.clear();
        disk_.changed();
        return {};
    }

  private:
    SimulatedDisk& disk_;
    std::string name_;
    std::shared_ptr<SimulatedDisk::Inode> inode_;
};

class SimulatedLock : public Lock {
  public:
    explicit SimulatedLock(bool& locked) : locked_(locked) { locked_ = true; }
    ~SimulatedLock() override { locked_ = false; }

  private:
    bool& locked_;
};

Disked<std::unique_ptr<Lock>> SimulatedDisk::lock() {
    if (locked_) return failed("lock", path_of("lock"), EWOULDBLOCK);
    return std::make_unique<SimulatedLock>(locked_);
}

void SimulatedDisk::apply(Names& names, const NameChange& change) {
    const auto old = names.find(change.from);
    if (old != names.end() && old->second == change.inode) names.erase(old);
    if (!change.to.empty()) names[change.to] = change.inode;
}

void SimulatedDisk::change_name(NameChange change) {
    apply(names_, change);
    pending_names_.push_back(std::move(change));
    changed();
}

std::uint64_t SimulatedDisk::used_bytes() const {
    std::uint64_t used = 0;
    for (const auto& [name, inode] : names_) used += inode->bytes.size();
    return std::min(used, capacity_);
}

// Each sector of each pending write got there with a chance of `kept_of_8` in eight.
base::Bytes SimulatedDisk::torn(const Inode& inode, base::Prng& prng, std::uint64_t kept_of_8) {
    base::Bytes bytes = inode.durable;
    for (const Write& write : inode.pending) {
        for (std::size_t at = 0; at < write.bytes.size(); at += sector) {
            if (prng.below(8) >= kept_of_8) continue;
            const std::size_t length = std::min(sector, write.bytes.size() - at);
            put(bytes, write.offset + at, base::BytesView(write.bytes).subspan(at, length));
        }
    }
    return bytes;
}

std::unique_ptr<SimulatedDisk> SimulatedDisk::after_power_cut(base::Prng& prng) const {
    const std::uint64_t names_kept_of_8 = prng.below(9);
    const std::uint64_t sectors_kept_of_8 = prng.below(9);
    Names names = durable_names_;
    for (const NameChange& change : pending_names_) {
        if (prng.below(8) < names_kept_of_8) apply(names, change);
    }
    auto image = std::make_unique<SimulatedDisk>();
    for (const auto& [name, inode] : names) {
        auto copy = std::make_shared<Inode>();
        copy->bytes = torn(*inode, prng, sectors_kept_of_8);
        copy->durable = copy->bytes;
        image->names_[name] = copy;
    }
    image->durable_names_ = image->names_;
    return image;
}

void SimulatedDisk::forget(const std::string& name) {
    names_.erase(name);
    durable_names_.erase(name);
}

Disked<std::vector<std::string>> SimulatedDisk::list(const std::string& directory) {
    std::vector<std::string> found;
    for (const auto& [name, inode] : names_) {
        if (directory_of(name) != directory) continue;
        found.push_back(directory.empty() ? name : name.substr(directory.size() + 1));
    }
    return found;
}

Disked<std::unique_ptr<File>> SimulatedDisk::create(const std::string& name) {
    const auto inode = std::make_shared<Inode>();
    change_name({.from = "", .to = name, .inode = inode});
    return std::make_unique<SimulatedFile>(*this, name, inode);
}

Disked<std::unique_ptr<File>> SimulatedDisk::open(const std::string& name) {
    const auto found = names_.find(name);
    if (found == names_.end()) return failed("open", name, ENOENT);
    return std::make_unique<SimulatedFile>(*this, name, found->second);
}

Disked<std::unique_ptr<File>> SimulatedDisk::open_to_read(const std::string& name) {
    return open(name);
}

Disked<> SimulatedDisk::rename(const std::string& from, const std::string& to) {
    const auto found = names_.find(from);
    if (found == names_.end()) return failed("rename", from, ENOENT);
    change_name({.from = from, .to = to, .inode = found->second});
    return {};
}

Disked<> SimulatedDisk::remove(const std::string& name) {
    const auto found = names_.find(name);
    if (found == names_.end()) return failed("remove", name, ENOENT);
    change_name({.from = name, .to = "", .inode = found->second});
    return {};
}

Disked<> SimulatedDisk::sync_directory(const std::string& name) {
    const auto here = [&name](const NameChange& change) {
        return directory_of(change.to.empty() ? change.from : change.to) == name;
    };
    for (const NameChange& change : pending_names_) {
        if (here(change)) apply(durable_names_, change);
    }
    std::erase_if(pending_names_, here);
    changed();
    return {};
}

}  // namespace journal::testing
