# Where libtorch is: the folder LIBTORCH, else the one inside the installed PyTorch when LIBTORCH_USE_PYTORCH=1, else the system's.
# Sets LIBTORCH_INCLUDE_DIRS, LIBTORCH_LIBRARIES, LIBTORCH_LIBRARY_DIR and LIBTORCH_CXX11_ABI.

set(libtorch_root "")
set(libtorch_cure "install Debian's libtorch-dev, or set LIBTORCH to a libtorch folder, or LIBTORCH_USE_PYTORCH=1 to use an installed PyTorch")

if(NOT "$ENV{LIBTORCH}" STREQUAL "")
  set(libtorch_root "$ENV{LIBTORCH}")
  set(libtorch_source "LIBTORCH=${libtorch_root}")
elseif("$ENV{LIBTORCH_USE_PYTORCH}" STREQUAL "1")
  execute_process(
    COMMAND python3 -c "import os, torch; print(os.path.dirname(os.path.realpath(torch.__file__)))"
    OUTPUT_VARIABLE libtorch_root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE libtorch_python)
  if(NOT libtorch_python EQUAL 0)
    message(FATAL_ERROR "LIBTORCH_USE_PYTORCH=1, but python3 cannot import torch; ${libtorch_cure}")
  endif()
  set(libtorch_source "the PyTorch of python3, ${libtorch_root}")
else()
  set(libtorch_source "the system's libtorch")
endif()

# The cache would keep the answer of an earlier configuration with another LIBTORCH.
unset(LIBTORCH_ATEN_DIR CACHE)
unset(LIBTORCH_VERSION_DIR CACHE)
if(libtorch_root STREQUAL "")
  find_path(LIBTORCH_ATEN_DIR ATen/ATen.h)
else()
  find_path(LIBTORCH_ATEN_DIR ATen/ATen.h PATHS "${libtorch_root}/include" NO_DEFAULT_PATH)
  if(NOT LIBTORCH_ATEN_DIR AND "$ENV{LIBTORCH}" STREQUAL "")
    # Debian's python3-torch keeps its headers with the system's.
    find_path(LIBTORCH_ATEN_DIR ATen/ATen.h)
  endif()
endif()
if(NOT LIBTORCH_ATEN_DIR)
  message(FATAL_ERROR "no ATen/ATen.h in ${libtorch_source}; ${libtorch_cure}")
endif()
find_path(LIBTORCH_VERSION_DIR torch/version.h
  PATHS "${LIBTORCH_ATEN_DIR}/torch/csrc/api/include" NO_DEFAULT_PATH)
set(LIBTORCH_INCLUDE_DIRS "${LIBTORCH_ATEN_DIR}" "${LIBTORCH_VERSION_DIR}")

set(LIBTORCH_LIBRARIES "")
foreach(name torch torch_cpu c10 torch_cuda c10_cuda)
  unset(LIBTORCH_${name} CACHE)
  if(libtorch_root STREQUAL "")
    find_library(LIBTORCH_${name} ${name})
  else()
    find_library(LIBTORCH_${name} ${name} PATHS "${libtorch_root}/lib" NO_DEFAULT_PATH)
  endif()
  if(LIBTORCH_${name})
    list(APPEND LIBTORCH_LIBRARIES "${LIBTORCH_${name}}")
  elseif(NOT name MATCHES "cuda")
    message(FATAL_ERROR "no lib${name}.so in ${libtorch_source}; ${libtorch_cure}")
  endif()
endforeach()
get_filename_component(LIBTORCH_LIBRARY_DIR "${LIBTORCH_torch_cpu}" DIRECTORY)

# Which std::string libtorch was built with: its own CMake file says so.
set(LIBTORCH_CXX11_ABI 1)
foreach(config "${LIBTORCH_LIBRARY_DIR}/cmake/Torch/TorchConfig.cmake" "${libtorch_root}/share/cmake/Torch/TorchConfig.cmake")
  if(EXISTS "${config}")
    file(STRINGS "${config}" abi_lines REGEX "_GLIBCXX_USE_CXX11_ABI=0")
    if(abi_lines)
      set(LIBTORCH_CXX11_ABI 0)
    endif()
  endif()
endforeach()
message(STATUS "libtorch: ${libtorch_source} (${LIBTORCH_torch_cpu}, C++11 ABI ${LIBTORCH_CXX11_ABI})")
