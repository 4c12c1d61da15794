// The native door: libtorch's operators, tensors and settings as plain C functions.
// No exception crosses it and no handle can crash it: every function reports failure by its result, and st_error() says why.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#define DOOR extern "C" __attribute__((visibility("default")))

namespace door {

void remember(const std::string& message);

// Runs the body; on any C++ exception remembers its first line and returns `failed`.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    remember(error.what_without_backtrace());
  } catch (const std::exception& error) {
    remember(error.what());
  } catch (...) {
    remember("unknown native error");
  }
  return failed;
}

// Values behind numbered handles. A handle names a slot and the slot's generation, so that a freed or invented handle is found out.
template <typename Value>
class Table {
 public:
  int64_t add(Value value) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) {
      slots_.emplace_back();
      free_.push_back(static_cast<uint32_t>(slots_.size() - 1));
    }
    const uint32_t index = free_.back();
    free_.pop_back();
    slots_[index].value = std::move(value);
    slots_[index].live = true;
    return static_cast<int64_t>(slots_[index].generation) << 32 | (index + 1);
  }

  Value get(int64_t handle) {
    std::lock_guard<std::mutex> lock(mutex_);
    return slot(handle).value;
  }

  // The value is destroyed outside the lock: its destructor may be long.
  void remove(int64_t handle) {
    Value last;
    std::lock_guard<std::mutex> lock(mutex_);
    Slot& freed = slot(handle);
    std::swap(last, freed.value);
    freed.live = false;
    freed.generation = (freed.generation + 1) & 0x7fffffff;
    free_.push_back(static_cast<uint32_t>(handle & 0xffffffff) - 1);
  }

  int64_t live() {
    std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<int64_t>(slots_.size() - free_.size());
  }

 private:
  struct Slot {
    Value value;
    uint32_t generation = 1;
    bool live = false;
  };

  Slot& slot(int64_t handle) {
    const uint64_t index = static_cast<uint64_t>(handle & 0xffffffff) - 1;
    if (index >= slots_.size() || !slots_[index].live || slots_[index].generation != static_cast<uint64_t>(handle) >> 32)
      throw std::invalid_argument("the tensor or generator behind this handle does not exist or was disposed");
    return slots_[index];
  }

  std::mutex mutex_;
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_;
};

// Checked: libtorch takes these numbers as indices into its tables without a look.
c10::Device device(int64_t type, int64_t index);
at::ScalarType scalar_type(int64_t number);

Table<at::Tensor>& tensors();
Table<at::Generator>& generators();

}  // namespace door
