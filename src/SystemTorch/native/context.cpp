// What is not a tensor: errors, autograd modes, seeds, threads, devices, versions.
#include "door.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <cstring>
#include <limits>
#include <memory>

namespace door {
namespace {
thread_local std::string last_error;
}

// libtorch's first line says what is wrong; the rest is for its own developers.
void remember(const std::string& message) { last_error = message.substr(0, message.find('\n')); }

c10::Device device(int64_t type, int64_t index) {
  const auto known = static_cast<c10::DeviceType>(type);
  if (type < 0 || type >= c10::COMPILE_TIME_MAX_DEVICE_TYPES || !c10::isValidDeviceType(known))
    throw std::invalid_argument("there is no kind of device of number " + std::to_string(type));
  if (index < -1 || index > std::numeric_limits<c10::DeviceIndex>::max() || (known == c10::DeviceType::CPU && index > 0))
    throw std::invalid_argument("there is no " + c10::DeviceTypeName(known, true) + " device of number " + std::to_string(index));
  return {known, static_cast<c10::DeviceIndex>(index)};
}

Table<at::Generator>& generators() {
  static auto* table = new Table<at::Generator>();
  return *table;
}

}  // namespace door

namespace {

thread_local std::vector<std::unique_ptr<c10::InferenceMode>> inference_modes;

int64_t copy(const std::string& text, char* buffer, int64_t capacity) {
  const auto length = static_cast<int64_t>(text.size());
  if (capacity > 0) std::memcpy(buffer, text.data(), static_cast<size_t>(std::min(length, capacity)));
  return length;
}

int64_t devices(c10::DeviceType device_type) {
  if (device_type == c10::DeviceType::CPU) return 1;
  return c10::impl::hasDeviceGuardImpl(device_type) ? c10::impl::VirtualGuardImpl(device_type).deviceCount() : 0;
}

}  // namespace

// The last error of this thread; every text function returns the whole length and writes as much as fits.
DOOR int64_t st_error(char* buffer, int64_t capacity) { return copy(door::last_error, buffer, capacity); }

DOOR int64_t st_version(char* buffer, int64_t capacity) { return copy(TORCH_VERSION, buffer, capacity); }

DOOR int64_t st_build_information(char* buffer, int64_t capacity) {
  return door::guarded<int64_t>(-1, [&] { return copy(at::show_config() + at::get_parallel_info(), buffer, capacity); });
}

DOOR int32_t st_grad_enabled() { return c10::GradMode::is_enabled(); }

DOOR void st_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

// Inference mode nests; each push on a thread needs its pop on the same thread.
DOOR int32_t st_push_inference_mode(int32_t enabled) {
  return door::guarded<int32_t>(-1, [&] {
    inference_modes.push_back(std::make_unique<c10::InferenceMode>(enabled != 0));
    return 0;
  });
}

DOOR int32_t st_pop_inference_mode() {
  return door::guarded<int32_t>(-1, [&] {
    if (inference_modes.empty()) throw std::logic_error("inference mode was not entered on this thread");
    inference_modes.pop_back();
    return 0;
  });
}

DOOR int32_t st_manual_seed(int64_t seed) {
  return door::guarded<int32_t>(-1, [&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

// A new generator, apart from the default one.
DOOR int64_t st_generator(int64_t seed, int32_t device_type, int32_t device_index) {
  return door::guarded<int64_t>(0, [&] {
    const auto device = door::device(device_type, device_index);
    auto generator = device.is_cpu() ? at::detail::createCPUGenerator() : at::globalContext().defaultGenerator(device).clone();
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return door::generators().add(std::move(generator));
  });
}

DOOR int64_t st_default_generator() {
  return door::guarded<int64_t>(0, [&] { return door::generators().add(at::detail::getDefaultCPUGenerator()); });
}

DOOR int32_t st_generator_seed(int64_t handle, int64_t seed) {
  return door::guarded<int32_t>(-1, [&] {
    auto generator = door::generators().get(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

DOOR int32_t st_generator_initial_seed(int64_t handle, int64_t* seed) {
  return door::guarded<int32_t>(-1, [&] {
    *seed = static_cast<int64_t>(door::generators().get(handle).current_seed());
    return 0;
  });
}

// A new handle of a tensor of bytes.
DOOR int64_t st_generator_state(int64_t handle) {
  return door::guarded<int64_t>(0, [&] {
    auto generator = door::generators().get(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    return door::tensors().add(generator.get_state());
  });
}

DOOR int32_t st_generator_set_state(int64_t handle, int64_t state) {
  return door::guarded<int32_t>(-1, [&] {
    auto generator = door::generators().get(handle);
    const auto given = door::tensors().get(state);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(given);
    return 0;
  });
}

DOOR int32_t st_generator_free(int64_t handle) {
  return door::guarded<int32_t>(-1, [&] {
    door::generators().remove(handle);
    return 0;
  });
}

DOOR int32_t st_threads() {
  return door::guarded<int32_t>(-1, [] { return at::get_num_threads(); });
}

DOOR int32_t st_set_threads(int32_t count) {
  return door::guarded<int32_t>(-1, [&] {
    at::set_num_threads(count);
    return 0;
  });
}

DOOR int32_t st_interop_threads() {
  return door::guarded<int32_t>(-1, [] { return static_cast<int32_t>(at::get_num_interop_threads()); });
}

DOOR int32_t st_set_interop_threads(int32_t count) {
  return door::guarded<int32_t>(-1, [&] {
    at::set_num_interop_threads(count);
    return 0;
  });
}

DOOR int64_t st_devices(int32_t type) {
  return door::guarded<int64_t>(-1, [&] { return devices(door::device(type, -1).type()); });
}

DOOR int32_t st_has_cudnn() {
  return door::guarded<int32_t>(-1, [] { return static_cast<int32_t>(at::globalContext().hasCuDNN()); });
}

// Whether float32 products may be rounded to TensorFloat-32: in cuBLAS (library 0), in cuDNN (1).
DOOR int32_t st_tf32(int32_t library) {
  return door::guarded<int32_t>(-1, [&] {
    auto& context = at::globalContext();
    return static_cast<int32_t>(library == 0 ? context.allowTF32CuBLAS() : context.allowTF32CuDNN());
  });
}

DOOR int32_t st_set_tf32(int32_t library, int32_t allowed) {
  return door::guarded<int32_t>(-1, [&] {
    if (library == 0)
      at::globalContext().setAllowTF32CuBLAS(allowed != 0);
    else
      at::globalContext().setAllowTF32CuDNN(allowed != 0);
    return 0;
  });
}

// Waits until the device has done all that was asked of it.
DOOR int32_t st_synchronize(int32_t type, int32_t index) {
  return door::guarded<int32_t>(-1, [&] {
    auto device = door::device(type, index);
    if (devices(device.type()) == 0) throw std::invalid_argument("this libtorch sees no such device");
    c10::impl::VirtualGuardImpl guard(device.type());
    if (index < 0) device = guard.getDevice();
    guard.getStream(device).synchronize();
    return 0;
  });
}

// Free and total bytes of the current CUDA device. The CUDA runtime is the one that libtorch loaded, if it did.
DOOR int32_t st_cuda_memory(int64_t* free_bytes, int64_t* total_bytes) {
  return door::guarded<int32_t>(-1, [&] {
    using Query = int (*)(size_t*, size_t*);
    auto query = reinterpret_cast<Query>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    size_t free = 0, total = 0;
    if (query == nullptr || query(&free, &total) != 0) throw std::runtime_error("no CUDA runtime answers");
    *free_bytes = static_cast<int64_t>(free);
    *total_bytes = static_cast<int64_t>(total);
    return 0;
  });
}
