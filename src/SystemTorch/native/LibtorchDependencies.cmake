# What libtorch needs, in the order in which Native/Dependencies.cs loads it: libtorch-dependencies.txt in the build folder.
#
# Debian links libtorch to libraries of which it uses no symbol, OpenCV and FFmpeg among them, and these bring two hundred more. A library whose
# name is loaded already is not loaded again; so where nothing at all would miss its symbols, an empty library of that name goes first.
# Only for the system's libtorch: one of another place brings libraries of its own, which only it can find.

set(libtorch_stand_ins "${CMAKE_BINARY_DIR}/libtorch-unused")

# What ldd says of libtorch, every symbol looked up, with stand-ins for the libraries named.
function(look_up_with stand_ins output)
  list(TRANSFORM stand_ins PREPEND "${libtorch_stand_ins}/")
  list(JOIN stand_ins " " preloaded)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "LD_PRELOAD=${preloaded}" LC_ALL=C ldd -r "${LIBTORCH_torch_cpu}" OUTPUT_VARIABLE said ERROR_VARIABLE complained)
  set(${output} "${said}${complained}" PARENT_SCOPE)
endfunction()

function(make_stand_in soname)
  if(NOT EXISTS "${libtorch_stand_ins}/${soname}")
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -shared -nostdlib -s "-Wl,-soname,${soname}" -x c++ /dev/null -o "${libtorch_stand_ins}/${soname}")
  endif()
endfunction()

# The libraries named without those that a library needs which would miss a symbol.
function(leave_needed_out stand_ins text output)
  string(REGEX MATCHALL "undefined symbol[^\n]*\\(/[^)\n]+\\)" complaints "${text}")
  list(TRANSFORM complaints REPLACE ".*\\((/[^)]+)\\)$" "\\1")
  list(REMOVE_DUPLICATES complaints)
  set(left ${stand_ins})
  foreach(library IN LISTS complaints)
    execute_process(COMMAND objdump -p "${library}" OUTPUT_VARIABLE headers)
    string(REGEX MATCHALL "NEEDED +[^\n]+" needed "${headers}")
    list(TRANSFORM needed REPLACE "NEEDED +" "")
    list(REMOVE_ITEM left ${needed})
  endforeach()
  # Whose symbols they are cannot be told: none is replaced.
  if("${left}" STREQUAL "${stand_ins}")
    set(left "")
  endif()
  set(${output} "${left}" PARENT_SCOPE)
endfunction()

function(find_stand_ins output)
  execute_process(COMMAND ldd -u "${LIBTORCH_torch_cpu}" OUTPUT_VARIABLE unused ERROR_QUIET)
  string(REGEX MATCHALL "/[^ \t\n]+" stand_ins "${unused}")
  list(TRANSFORM stand_ins REPLACE ".*/" "")
  # Those alone that nothing else in this process could ever want, and that bring the others: OpenCV, FFmpeg, ZeroMQ.
  list(FILTER stand_ins INCLUDE REGEX "^lib(opencv_|av|sw|zmq)")
  file(MAKE_DIRECTORY "${libtorch_stand_ins}")
  set(candidates ${stand_ins})
  foreach(soname IN LISTS candidates)
    make_stand_in("${soname}")
  endforeach()
  while(stand_ins)
    look_up_with("${stand_ins}" said)
    if(NOT said MATCHES "undefined symbol|no version information|not found|ERROR")
      break()
    endif()
    leave_needed_out("${stand_ins}" "${said}" stand_ins)
  endwhile()
  foreach(soname IN LISTS candidates)
    if(NOT soname IN_LIST stand_ins)
      file(REMOVE "${libtorch_stand_ins}/${soname}")
    endif()
  endforeach()
  set(${output} "${stand_ins}" PARENT_SCOPE)
endfunction()

set(libtorch_dependencies "")
if(LIBTORCH_torch_cpu MATCHES "^/usr/lib/")
  find_stand_ins(stand_ins)
  look_up_with("${stand_ins}" needed)
  # ldd tells the top first.
  string(REGEX MATCHALL "[^ \t\n]+ => /[^ ]+" found "${needed}")
  foreach(line IN LISTS found)
    string(REGEX REPLACE " => .*" "" soname "${line}")
    string(PREPEND libtorch_dependencies "${soname}\n")
  endforeach()
  foreach(soname IN LISTS stand_ins)
    string(PREPEND libtorch_dependencies "libtorch-unused/${soname}\n")
  endforeach()
endif()
file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/libtorch-dependencies.txt" CONTENT "${libtorch_dependencies}")
