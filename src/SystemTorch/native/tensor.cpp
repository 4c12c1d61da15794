// Tensors from and to memory, what they are, and their gradients.
#include "door.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstring>

namespace door {

Table<at::Tensor>& tensors() {
  // Never destroyed: finalizers may free handles while the process ends.
  static auto* table = new Table<at::Tensor>();
  return *table;
}

at::ScalarType scalar_type(int64_t number) {
  if (number < 0 || number >= static_cast<int64_t>(at::ScalarType::Undefined))
    throw std::invalid_argument("there is no scalar type of number " + std::to_string(number));
  return static_cast<at::ScalarType>(number);
}

}  // namespace door

namespace {

std::vector<at::Tensor> all(const int64_t* handles, int64_t count) {
  std::vector<at::Tensor> found;
  for (int64_t i = 0; i < count; i++) found.push_back(door::tensors().get(handles[i]));
  return found;
}

}  // namespace

DOOR int64_t st_tensor_from(const void* data, int64_t bytes, int32_t dtype, const int64_t* shape, int32_t dimensions) {
  return door::guarded<int64_t>(0, [&] {
    if (dimensions < 0) throw std::invalid_argument("a tensor cannot have " + std::to_string(dimensions) + " dimensions");
    auto tensor = at::empty(at::IntArrayRef(shape, dimensions), at::TensorOptions().dtype(door::scalar_type(dtype)));
    if (static_cast<int64_t>(tensor.nbytes()) != bytes)
      throw std::invalid_argument("the data has " + std::to_string(bytes) + " bytes, the shape needs " + std::to_string(tensor.nbytes()));
    if (bytes > 0) std::memcpy(tensor.data_ptr(), data, bytes);
    return door::tensors().add(std::move(tensor));
  });
}

// A tensor of one dimension over memory of the caller, who is told when no tensor needs it any more.
DOOR int64_t st_tensor_over(void* data, int64_t elements, int32_t dtype, void* owner, void (*release)(void*)) {
  return door::guarded<int64_t>(0, [&] {
    auto options = at::TensorOptions().dtype(door::scalar_type(dtype));
    return door::tensors().add(at::from_blob(data, {elements}, [owner, release](void*) { release(owner); }, options));
  });
}

DOOR int32_t st_tensor_free(int64_t handle) {
  return door::guarded<int32_t>(-1, [&] {
    door::tensors().remove(handle);
    return 0;
  });
}

// Frees many at once; handle 0 is passed over.
DOOR int32_t st_tensors_free(const int64_t* handles, int64_t count) {
  return door::guarded<int32_t>(-1, [&] {
    for (int64_t i = 0; i < count; i++)
      if (handles[i] != 0) door::tensors().remove(handles[i]);
    return 0;
  });
}

// info: dtype, device type, device index, dimensions, elements, requires_grad, is_leaf, contiguous, bytes an element.
DOOR int32_t st_tensor_info(int64_t handle, int64_t* info) {
  return door::guarded<int32_t>(-1, [&] {
    auto tensor = door::tensors().get(handle);
    info[0] = static_cast<int64_t>(tensor.scalar_type());
    info[1] = static_cast<int64_t>(tensor.device().type());
    info[2] = tensor.device().index();
    info[3] = tensor.dim();
    info[4] = tensor.numel();
    info[5] = tensor.requires_grad();
    info[6] = tensor.is_leaf();
    info[7] = tensor.is_contiguous();
    info[8] = static_cast<int64_t>(tensor.element_size());
    return 0;
  });
}

DOOR int32_t st_tensor_shape(int64_t handle, int64_t* sizes, int64_t* strides, int32_t dimensions) {
  return door::guarded<int32_t>(-1, [&] {
    auto tensor = door::tensors().get(handle);
    if (tensor.dim() != dimensions) throw std::invalid_argument("the tensor has another number of dimensions");
    std::memcpy(sizes, tensor.sizes().data(), sizeof(int64_t) * dimensions);
    std::memcpy(strides, tensor.strides().data(), sizeof(int64_t) * dimensions);
    return 0;
  });
}

// The address of the first element of a contiguous tensor in the host's memory, else null.
DOOR void* st_tensor_data(int64_t handle) {
  return door::guarded<void*>(nullptr, [&]() -> void* {
    auto tensor = door::tensors().get(handle);
    if (!tensor.device().is_cpu()) throw std::invalid_argument("the tensor is on " + tensor.device().str() + "; call cpu() first");
    if (!tensor.is_contiguous()) throw std::invalid_argument("the tensor is not contiguous; call contiguous() first");
    return tensor.data_ptr();
  });
}

DOOR int32_t st_tensor_set_requires_grad(int64_t handle, int32_t requires_grad) {
  return door::guarded<int32_t>(-1, [&] {
    door::tensors().get(handle).set_requires_grad(requires_grad != 0);
    return 0;
  });
}

// A new handle of the gradient, 0 where there is none, -1 on error.
DOOR int64_t st_tensor_grad(int64_t handle) {
  return door::guarded<int64_t>(-1, [&]() -> int64_t {
    auto grad = door::tensors().get(handle).grad();
    return grad.defined() ? door::tensors().add(std::move(grad)) : 0;
  });
}

// grad 0 removes the gradient.
DOOR int32_t st_tensor_set_grad(int64_t handle, int64_t grad) {
  return door::guarded<int32_t>(-1, [&] {
    auto tensor = door::tensors().get(handle);
    auto given = grad == 0 ? at::Tensor() : door::tensors().get(grad);
    // Autograd would add to it, and optimizers use it, without a look.
    if (given.defined() && (given.sizes() != tensor.sizes() || given.scalar_type() != tensor.scalar_type() || given.device() != tensor.device()))
      throw std::invalid_argument("a gradient must have the shape, type and device of its tensor");
    tensor.mutable_grad() = std::move(given);
    return 0;
  });
}

// Removes the gradients of many tensors at once.
DOOR int32_t st_tensors_clear_grad(const int64_t* handles, int64_t count) {
  return door::guarded<int32_t>(-1, [&] {
    for (int64_t i = 0; i < count; i++) door::tensors().get(handles[i]).mutable_grad() = at::Tensor();
    return 0;
  });
}

// New handles of the gradients of many tensors at once; 0 where there is none.
DOOR int32_t st_tensors_grad(const int64_t* handles, int64_t count, int64_t* grads) {
  return door::guarded<int32_t>(-1, [&] {
    // All are looked up before the first gets a handle, which an error would leave to nobody.
    std::vector<at::Tensor> found;
    for (int64_t i = 0; i < count; i++) found.push_back(door::tensors().get(handles[i]).grad());
    for (int64_t i = 0; i < count; i++) grads[i] = found[i].defined() ? door::tensors().add(std::move(found[i])) : 0;
    return 0;
  });
}

// Lets the tensor hold another tensor's data, keeping its identity (a module's move to a device or type).
DOOR int32_t st_tensor_set_data(int64_t handle, int64_t data) {
  return door::guarded<int32_t>(-1, [&] {
    door::tensors().get(handle).set_data(door::tensors().get(data));
    return 0;
  });
}

DOOR int32_t st_tensor_backward(int64_t handle, int64_t gradient, int32_t retain_graph, int32_t create_graph, const int64_t* inputs,
                                int64_t count) {
  return door::guarded<int32_t>(-1, [&] {
    auto tensor = door::tensors().get(handle);
    auto start = gradient == 0 ? at::Tensor() : door::tensors().get(gradient);
    if (count == 0) {
      tensor.backward(start, retain_graph != 0, create_graph != 0);
      return 0;
    }
    const auto wanted = all(inputs, count);
    tensor.backward(start, retain_graph != 0, create_graph != 0, at::TensorList(wanted));
    return 0;
  });
}

// Keeps the gradient of a tensor that is no leaf.
DOOR int32_t st_tensor_retain_grad(int64_t handle) {
  return door::guarded<int32_t>(-1, [&] {
    door::tensors().get(handle).retain_grad();
    return 0;
  });
}

// New handles of the gradients of outputs with respect to inputs; 0 where an input is unused and may be.
DOOR int32_t st_autograd_grad(const int64_t* outputs, int64_t output_count, const int64_t* inputs, int64_t input_count, const int64_t* weights,
                              int64_t weight_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, int64_t* gradients) {
  return door::guarded<int32_t>(-1, [&] {
    auto found = torch::autograd::grad(all(outputs, output_count), all(inputs, input_count), all(weights, weight_count), retain_graph != 0,
                                       create_graph != 0, allow_unused != 0);
    for (int64_t i = 0; i < input_count; i++) gradients[i] = found[i].defined() ? door::tensors().add(std::move(found[i])) : 0;
    return 0;
  });
}

DOOR int64_t st_live_tensors() { return door::tensors().live(); }
