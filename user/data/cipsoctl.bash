# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion for cipsoctl: commands from its own help, DOIs, domains and
# interfaces as they are now.

# The synopsis lines of the help, as "OBJECT[|ALIAS] [VERB] WORDS..."
_cipsoctl_synopsis() {
	cipsoctl help 2> /dev/null |
		awk '/^Commands:/ { on = 1; next } on && /^ ? ?[a-z]/ { print }
			on && /^          [^ ]/ { print }'
}

_cipsoctl_objects() {
	_cipsoctl_synopsis | awk '/^  [a-z]/ { gsub(/\|/, "\n", $1); print $1 }' |
		sort -u
}

# The verbs of an object; one that is a command by itself has none.
_cipsoctl_verbs() {
	_cipsoctl_synopsis | awk -v object="$1" '
		/^  [a-z]/ {
			n = split($1, names, "|")
			for (i = 1; i <= n; i++)
				if (names[i] == object && $2 ~ /^[a-z]+$/)
					verbs[$2]
				else if (names[i] == object)
					none = 1
		}
		END { if (!none) for (verb in verbs) print verb }' | sort
}

# The words that may follow: keys end in a colon, the rest are whole.
_cipsoctl_words() {
	_cipsoctl_synopsis | awk -v object="$1" -v verb="$2" '
		/^  [a-z]/ {
			on = 0
			n = split($1, names, "|")
			for (i = 1; i <= n; i++)
				if (names[i] == object && (verb == "" || $2 == verb))
					on = 1
		}
		on {
			line = $0
			sub(/^  [a-z|0-9-]+/, "", line)
			gsub(/[][]/, " ", line)
			gsub(/\|/, " ", line)
			n = split(line, word, " ")
			for (i = 1; i <= n; i++) {
				if (word[i] == object || word[i] == verb)
					continue
				if (word[i] ~ /^[a-z]+,/)
					continue
				sub(/,.*/, "", word[i])
				if (word[i] ~ /^--[a-z-]+$/ || word[i] ~ /^[a-z]+$/)
					print word[i]
				else if (match(word[i], /^[a-z]+:/))
					print substr(word[i], 1, RLENGTH)
			}
		}' | sort -u
}

_cipsoctl_values() {
	case $1 in
	doi) cipsoctl cipso list 2> /dev/null | tr ' ' '\n' | sed -n 's/,.*//p' ;;
	domain) cipsoctl map list 2> /dev/null | tr ' ' '\n' | sed -n 's/^domain:"\([^"]*\)".*/\1/p' ;;
	interface) ls /sys/class/net ;;
	family) printf '%s\n' 4 6 ;;
	protocol)
		echo unlbl
		cipsoctl cipso list 2> /dev/null | tr ' ' '\n' | sed -n 's/\([0-9]*\),.*/cipso,\1/p'
		;;
	esac
}

_cipsoctl() {
	local line word key object='' verb='' before i
	# A colon splits words for completion; it is part of one here.
	line=${COMP_LINE:0:COMP_POINT}
	word=${line##*[[:space:]]}
	read -ra before <<< "${line%"$word"}"
	COMPREPLY=()
	for ((i = 1; i < ${#before[@]}; i++)); do
		case ${before[i]} in
		-n | -b | -t | --prefix) i=$((i + 1)) ;;
		-*) [ -z "$object" ] || break ;;
		*)
			if [ -z "$object" ]; then
				object=${before[i]}
			elif [ -z "$verb" ]; then
				verb=${before[i]}
			fi
			;;
		esac
	done

	if [[ $word == *:* ]]; then
		key=${word%%:*}
		mapfile -t COMPREPLY < <(compgen -W "$(_cipsoctl_values "$key")" -- "${word#*:}")
	elif [ -z "$object" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_cipsoctl_objects)" -- "$word")
	elif [ -z "$verb" ] && [ -n "$(_cipsoctl_verbs "$object")" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_cipsoctl_verbs "$object")" -- "$word")
	else
		[ -n "$(_cipsoctl_verbs "$object")" ] || verb=
		mapfile -t COMPREPLY < <(compgen -W "$(_cipsoctl_words "$object" "$verb")" -- "$word")
		case $object in
		apply | sync | check)
			mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word" | sort) ;;
		esac
	fi
	[[ ${COMPREPLY[0]-} != *: ]] || compopt -o nospace 2> /dev/null
}

complete -F _cipsoctl cipsoctl
